// Checks JSON feeds with jsonfeed-validator, which knows version 1: what version 1.1 added (https://jsonfeed.org/version/1.1)
// is added to its schema. Usage: node feeds.mjs FEED…
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/");
const schema = require("jsonfeed-schema");
schema.properties.version.const = "https://jsonfeed.org/version/1.1";
const authors = { type: "array", items: schema.properties.author };
Object.assign(schema.properties, { language: { type: "string" }, authors });
Object.assign(schema.properties.items.items.properties, { language: { type: "string" }, authors });
const validate = require("jsonfeed-validator");

let bad = false;
for (const path of process.argv.slice(2)) {
  const feed = JSON.parse(readFileSync(path, "utf8"));
  for (const { ruleId, message } of validate(feed)) {
    bad = true;
    console.error(`${path}: ${ruleId}: ${message}`);
  }
  console.log(`${path}: ${feed.items.length} items`);
}
process.exit(bad ? 1 : 0);
