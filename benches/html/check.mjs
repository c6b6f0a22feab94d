// See check.sh. Ends with 1 when a check fails.
import { browser, check, failures, violations } from "./browser.mjs";

const out = process.argv[2];
const WIDTHS = { desktop: { width: 1280, height: 900 }, phone: { width: 320, height: 640, isMobile: true, hasTouch: true } };
const address = (name, hash = "") => `file://${out}/${name}.html${hash}`;
const pause = (time) => new Promise((done) => setTimeout(done, time));

async function open(name, { width = "desktop", scheme = "light", script = true, hash = "" } = {}) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => check("no script error", false, error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) check("nothing is fetched", false, request.url());
  });
  await page.setViewport(WIDTHS[width]);
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address(name, hash));
  return page;
}

for (const width of Object.keys(WIDTHS)) {
  for (const scheme of ["light", "dark"]) {
    const page = await open("report", { width, scheme });
    for (const lang of ["fr", "en"]) {
      await page.evaluate((lang) => document.getElementById(`lang-${lang}`).click(), lang);
      for (const state of ["as opened", "unfolded"]) {
        if (state === "unfolded") await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        const found = await violations(page);
        check(`axe ${width} ${scheme} ${lang} ${state}`, found.length === 0, found.join("\n     "));
      }
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = d.classList.contains("rule") && d.dataset.status === "fail"; }));
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${width} ${scheme} does not scroll sideways`, wide <= 0, `${wide}px`);
    await page.evaluate(() => document.getElementById("lang-fr").click());
    for (const place of ["main", "degree", "chapters", "rules", "people"]) {
      await page.evaluate((id) => { document.documentElement.style.scrollBehavior = "auto"; document.getElementById(id).scrollIntoView(); }, place);
      await page.screenshot({ path: `${out}/${width}-${scheme}-${place}.png` });
    }
    await page.close();
  }
}

{
  const page = await open("report", { script: false });
  const shown = (selector) => page.$eval(selector, (e) => e.checkVisibility() && e.getClientRects().length > 0);
  check("without a script: no filter is shown", !(await shown("#filters")));
  check("without a script: French is shown", await shown("#h-verdict span[lang=fr]:not(.vh span)"));
  await page.click("label[for=lang-en]");
  check("without a script: English on demand", await shown("#h-verdict > span[lang=en]"));
  check("without a script: and French no more", !(await shown("#h-verdict > span[lang=fr]")));
  const summary = await page.$("details.rule:not([open]) > summary");
  await summary.evaluate((e) => e.scrollIntoView({ block: "center", behavior: "instant" }));
  await pause(300);
  await summary.click();
  check("without a script: rules unfold", await summary.evaluate((e) => e.parentElement.open));
  await page.close();
}

{
  const page = await open("report");
  const stops = [];
  for (let at = 0; at < 400; at += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return null;
      const target = e.matches(".chip input, .lang input") ? e.nextElementSibling : e;
      const style = getComputedStyle(target);
      return { tag: e.tagName, id: e.id, name: e.name ?? "", ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    if (!stop) break;
    stops.push(stop);
  }
  check("keyboard: every stop shows a ring", stops.every((stop) => stop.ring), JSON.stringify(stops.find((stop) => !stop.ring) ?? ""));
  check("keyboard: language, search, filters and rules are reached",
    stops.some((s) => s.name === "lang") && stops.some((s) => s.id === "search") && stops.some((s) => s.name === "status") && stops.filter((s) => s.tag === "SUMMARY").length > 50,
    `${stops.length} stops`);
  await page.focus("details.rule:not([open]) > summary");
  await page.keyboard.press("Enter");
  check("keyboard: Enter unfolds a rule", await page.evaluate(() => document.activeElement.parentElement.open));
  await page.focus("#search");
  await page.keyboard.type("licence");
  await pause(100);
  const kept = await page.$eval("#shown", (e) => Number(e.textContent));
  check("search keeps some rules", kept > 0 && kept < 80, String(kept));
  await page.close();
}

{
  const page = await open("report", { hash: "#versioning/tags" });
  await pause(1000);
  const top = await page.$eval("[id='versioning/tags']", (e) => e.closest("details").getBoundingClientRect().top);
  check("a link to a rule shows it", Math.abs(top) < 60, `${Math.round(top)}px from the top`);
  check("a link to a rule unfolds it", await page.$eval("[id='versioning/tags']", (e) => e.closest("details").open));
  await page.pdf({ path: `${out}/report.pdf`, preferCSSPageSize: true });
  await page.close();
}

{
  const page = await open("many");
  const cdp = await page.createCDPSession();
  // Processor time of the page's thread: what a busy machine does not change.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
  };
  for (const throttle of [1, 4]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    await page.reload({ waitUntil: "load" });
    await pause(1500);
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
    const limit = throttle === 1 ? 1000 : Infinity;
    check(`5,000 findings: first paint (processor / ${throttle})`, paint < limit, `${Math.round(paint)} ms`);
    const actions = {
      "outcome": () => document.querySelector("input[name=status]").click(),
      "severity": () => document.querySelector("input[name=severity]").click(),
      "all again": () => document.getElementById("filters").reset(),
      "first word": () => { const s = document.getElementById("search"); s.value = "module42"; s.dispatchEvent(new Event("input", { bubbles: true })); },
      "second word": () => { const s = document.getElementById("search"); s.value = "fichier49"; s.dispatchEvent(new Event("input", { bubbles: true })); },
      "a word of all": () => { const s = document.getElementById("search"); s.value = "fichier"; s.dispatchEvent(new Event("input", { bubbles: true })); },
      "no word": () => { const s = document.getElementById("search"); s.value = ""; s.dispatchEvent(new Event("input", { bubbles: true })); },
      "language": () => document.getElementById("lang-en").click(),
    };
    const times = {};
    for (let round = 0; round < 5; round += 1) {
      for (const [name, action] of Object.entries(actions)) {
        // From the action to the frame that shows it.
        const before = await worked();
        const time = await page.evaluate(`(async () => {
          const start = performance.now();
          (${action})();
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
          return performance.now() - start;
        })()`);
        (times[name] ??= []).push([(await worked()) - before, time]);
        await pause(100);
      }
      await page.evaluate(() => document.getElementById("lang-fr").click());
    }
    for (const [name, taken] of Object.entries(times)) {
      const [work, time] = [0, 1].map((at) => taken.map((one) => one[at]).sort((a, b) => a - b)[2]);
      check(`5,000 findings: ${name} (processor / ${throttle})`, throttle > 1 || work < 100, `${Math.round(work)} ms of work, seen after ${Math.round(time)} ms`);
    }
  }
  await page.close();
}

await browser.close();
console.log(failures ? `${failures} failed` : "all passed");
process.exit(failures ? 1 : 0);
