// See page.sh. Ends with 1 when a check fails.
import { browser, check, failures, violations } from "./browser.mjs";

const out = process.argv[2];

for (const lang of ["fr", "en"]) {
  for (const width of [1280, 320]) {
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      page.on("request", (request) => {
        if (!request.url().startsWith("file://")) check("nothing is fetched", false, request.url());
      });
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(`file://${out}/${lang}.html`);
      const name = `${lang} ${width} ${scheme}`;
      const found = await violations(page);
      check(`${name}: axe`, found.length === 0, found.join("\n     "));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${name}: nothing scrolls sideways`, wide <= 0, `${wide}px`);
      const beyond = await page.evaluate(() => [...document.querySelectorAll(".bars")].flatMap((plot) => {
        const { right, bottom } = plot.getBoundingClientRect();
        return [...plot.querySelectorAll("text")].filter((text) => {
          const box = text.getBoundingClientRect();
          return box.right > right + 1 || box.bottom > bottom + 1;
        }).map((text) => text.textContent.trim());
      }));
      check(`${name}: what is written fits in its plot`, beyond.length === 0, beyond.join(" | "));
      // What axe does not look at: the bars against the page.
      const contrasts = await page.evaluate(() => {
        const light = (colour) => {
          const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
          const [r, g, b] = parts.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        const ratio = (one) => (Math.max(one, paper) + 0.05) / (Math.min(one, paper) + 0.05);
        const seen = (selector) => [...document.querySelectorAll(selector)].map((e) => ratio(light(getComputedStyle(e).fill)));
        return [Math.min(...seen(".bars rect")), Math.min(...seen(".bars text"))];
      });
      check(`${name}: bars at 3, letters at 4.5`, contrasts[0] >= 3 && contrasts[1] >= 4.5, contrasts.map((c) => c.toFixed(1)).join(" "));
      await page.screenshot({ path: `${out}/${lang}-${width}-${scheme}.png`, fullPage: true });
      if (width === 1280 && scheme === "dark") await page.pdf({ path: `${out}/${lang}.pdf`, preferCSSPageSize: true, printBackground: true });
      await page.close();
    }
  }
}
await browser.close();
console.log(failures ? `${failures} failed` : "all passed");
process.exit(failures ? 1 : 0);
