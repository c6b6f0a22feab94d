#!/usr/bin/env node
// Starts the program that the package of this platform brought.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const name = `publiable-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "publiable.exe" : "publiable";
let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(
    `publiable : le paquet npm ${name} manque. Réinstallez avec les dépendances facultatives (npm install --include=optional), ou compilez le programme.\n` +
      `publiable: the npm package ${name} is missing. Install again with the optional dependencies (npm install --include=optional), or build the program.`,
  );
  process.exit(2);
}
const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`publiable: ${error.message}`);
  process.exit(2);
}
// A shell tells a signal by 128 and its number.
process.exit(signal ? 128 + constants.signals[signal] : status);
