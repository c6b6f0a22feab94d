// See check.sh. Ends with 1 when a check fails.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { browser, check, failures, violations } from "./browser.mjs";
import { projects } from "./projects.mjs";

const [out, program] = process.argv.slice(2);
const home = join(out, "home");
projects(home);
const server = spawn(program, ["serve", "--no-open", "--lang", "fr"], { env: { HOME: home, PATH: process.env.PATH }, stdio: ["ignore", "pipe", "ignore"] });
process.on("exit", () => server.kill());
const ended = new Promise((done) => server.on("exit", done));
const address = await new Promise((done) => createInterface({ input: server.stdout }).once("line", done));
const page = await browser.newPage();
const origin = new URL(address).origin;
let expected = 0;
page.on("pageerror", (error) => check("no script error", false, error.message));
page.on("dialog", (dialog) => { check("nothing of a repository runs", false); dialog.dismiss(); });
page.on("request", (request) => {
  if (!request.url().startsWith(origin)) check("nothing is fetched elsewhere", false, request.url());
});
page.on("response", (answer) => {
  if (answer.status() >= 400 && !(expected -= 1, expected >= 0)) check("no page fails", false, `${answer.status()} ${answer.url()}`);
});
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
await page.setViewport(DESKTOP);

async function look(name) {
  for (const [width, size] of [["desktop", DESKTOP], ["320", PHONE]]) {
    await page.setViewport(size);
    const found = await violations(page);
    check(`axe ${name} ${width}`, found.length === 0, found.join("\n     "));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${name} ${width} does not scroll sideways`, wide <= 0, `${wide}px`);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewport(DESKTOP);
}

// Goes to `selector` with the Tab key alone, and checks that the stop is seen.
async function reach(selector) {
  for (let at = 0; at < 400; at += 1) {
    const there = await page.evaluate((wanted) => {
      const e = document.activeElement;
      if (!e.matches(wanted)) return null;
      const style = getComputedStyle(e);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    }, selector);
    if (there !== null) return there || check(`${selector} shows where the keyboard is`, false);
    await page.keyboard.press("Tab");
  }
  check(`${selector} is reached with the keyboard`, false, page.url());
  throw new Error(selector);
}
async function go(selector, key = "Enter") {
  await reach(selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}
async function press(selector, key = "Space") {
  await reach(selector);
  await page.keyboard.press(key);
}
async function type(selector, text) {
  await reach(selector);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type(text);
}
const text = () => page.evaluate(() => document.body.innerText);
async function sees(name, words) {
  const seen = await text();
  check(name, seen.includes(words), seen.includes(words) ? "" : `${words} not in ${seen.slice(0, 400)}`);
}
const audited = () => page.waitForFunction(() => !document.querySelector("[data-watch]"), { timeout: 300000 });
const read = (path) => page.evaluate(async (path) => {
  const answer = await fetch(path);
  return { status: answer.status, kept: answer.headers.get("content-disposition") ?? "", start: (await answer.text()).slice(0, 200) };
}, path);

// The relay: five projects, read and handed on.
await page.goto(address);
check("the token leaves the address", page.url() === `${origin}/`, page.url());
await look("home-empty");
await go('a[href="/browse"]');
await go('a[href$="%2Fdepots"], a[href$="/depots"]');
await look("folders");
for (let at = 1; at <= 5; at += 1) await press(`#f${at}`);
await go(".folders ~ p button");
await look("home-audits");
await audited();
await look("home-five");
check("relay: five verdicts", (await page.$$(".card .says")).length === 5);
for (const file of ["table.html", "table.csv"]) {
  const kept = await read(`/export/${file}`);
  check(`relay: ${file}`, kept.status === 200 && kept.kept.includes(`projets-${file}`), kept.kept);
}
await page.goto(`${origin}/`);
await go(".card a");
await look("project-fr");
await sees("relay: groups", "Ce qui bloque la publication");
for (const [file, start] of [["note.odt", "PK"], ["note.html", "<!DOCTYPE html>"], ["report.html", "<!DOCTYPE html>"], ["report.csv", ""]]) {
  const link = await page.$eval(`a[href$="${file}"]`, (a) => a.getAttribute("href"));
  const kept = await read(link);
  check(`relay: ${file}`, kept.status === 200 && kept.kept.startsWith("attachment") && kept.start.trimStart().startsWith(start), kept.kept);
}
const whole = await browser.newPage();
await whole.goto(`${page.url()}/report`);
check("relay: the report is a page apart", await whole.evaluate(() => origin === "null"));
await whole.close();
await go('.speak button[value="en"]');
await look("project-en");
await sees("one click to English", "What blocks publication");
await go('.speak button[value="fr"]');

// The lawyer: two questions of the legal department, one of them with a note.
await page.goto(`${origin}/`);
await go(".cards li:nth-child(3) a");
await go('a[href$="/questions"]');
await look("roles");
await go('a[href$="/questions/legal"]');
await look("questions");
await type("#role", "Cheffe du bureau juridique");
await press('fieldset:nth-of-type(1) input[value="oui"]');
await type("#n1", "Marchés relus");
await press('fieldset:nth-of-type(2) input[value="oui"]');
await go("form.ask .acts button");
await audited();
await sees("lawyer: two answers", "2 réponses enregistrées dans publiable.toml.");
await look("answered");

// The developer: findings, files, questions, up to the verdict.
await page.goto(`${origin}/`);
await type("#folder", join(home, "outil"));
await go('form[action="/"] button');
await audited();
await go('a[href$="/findings"]');
await look("findings");
await press('input[value="real"]');
await page.keyboard.press("ArrowDown");
check("developer: arrows choose among the answers", await page.evaluate(() => document.activeElement.value === "faux-positif" && document.activeElement.checked));
await go("form.ask .acts button");
await audited();
await sees("developer: a finding is settled", "1 constat enregistré dans publiable.toml.");
await go('a[href$="/files"]');
await look("files-questions");
const ANSWERS = {
  degree: ["select", "C"], organisation: ["input", "Direction du budget"], contact: ["input", "equipe"],
  security_contact: ["input", "securite.calcul@finances.gouv.fr"], licence: ["input", "MIT"], holder: ["input", "Direction du budget"],
  install: ["input", "pip install ."], run: ["input", "python calcul.py"],
};
for (const [id, [kind, value]] of Object.entries(ANSWERS)) {
  if (!(await page.$(`[name="q:${id}"]`))) continue;
  if (kind === "select") { await reach(`[name="q:${id}"]`); await page.keyboard.type(value); } else await type(`[name="q:${id}"]`, value);
}
expected = 1;
await go('button[value="answer"]');
await sees("developer: a wrong answer is told beside its field", "ce n’est pas une adresse électronique");
await look("files-wrong");
await type('[name="q:contact"]', "equipe.calcul@finances.gouv.fr");
await go('button[value="answer"]');
await page.evaluate(() => document.querySelectorAll(".writes details").forEach((d) => { d.open = true; }));
await look("files-plan");
await go('button[value="write"]');
await audited();
await look("files-written");
await go('a[href$="/questions"]');
for (const role of ["legal", "security", "data-protection", "management"]) {
  await go(`a[href$="/questions/${role}"]`);
  const required = await page.$$eval("fieldset", (sets) => sets.filter((one) => one.querySelector("legend .tag").textContent.startsWith("obligatoire")).length);
  for (let at = 1; at <= required; at += 1) await press(`fieldset:nth-of-type(${at}) input[value="oui"]`);
  await go("form.ask .acts button");
  await audited();
  if (role !== "management") await go('a[href$="/questions"]');
}
await look("publishable");
check("developer: publishable", (await page.$(".verdict.v-publiable")) !== null, await page.$eval(".verdict h2", (e) => e.innerText.replace(/\s+/g, " ")));

// Two tabs on one page: the second writes over nothing.
const path = new URL(page.url()).pathname;
await page.goto(`${origin}${path}/questions/project`);
const other = await browser.newPage();
await other.goto(page.url());
for (const tab of [page, other]) await tab.$eval('fieldset:nth-of-type(1) input[value="oui"]', (e) => e.click());
await Promise.all([page.waitForNavigation(), page.$eval("form.ask .acts button", (e) => e.click())]);
await Promise.all([other.waitForNavigation(), other.$eval("form.ask .acts button", (e) => e.click())]);
check("two tabs: the second is told", (await other.evaluate(() => document.body.innerText)).includes("rien n’a été écrit"));
await other.close();
await audited();

// Without a script: the page is read again by itself.
await page.setJavaScriptEnabled(false);
await page.goto(`${origin}${path}`);
await page.click('button[value="again"]');
await page.waitForSelector(".verdict", { timeout: 120000 });
check("without a script: the audit is followed", true);
await page.setJavaScriptEnabled(true);

await page.goto(`${origin}/`);
await go('form[action="/stop"] button');
await look("stopped").catch(() => {});
check("the page stops the program", (await ended) === 0);
await browser.close();
process.exit(failures ? 1 : 0);
