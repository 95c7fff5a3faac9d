#!/usr/bin/env node
// Runs dist/cli.cjs with the code that V8 compiled for it when it was built; without that, or with another V8, it only starts slower.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const file = join(__dirname, "..", "dist", "cli.cjs");
const kept = `${file}.code`;
if (existsSync(file)) {
  const source = `(function(require,__filename,__dirname){${readFileSync(file, "latin1")}\n})`;
  const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
  const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
  script.runInThisContext()(createRequire(file), file, dirname(file));
  if (process.env.ADVISOR_KEEP_CODE) process.on("exit", () => writeFileSync(kept, script.createCachedData()));
} else {
  process.stderr.write("advisor is not built yet. In a checkout run `npm ci` first.\n");
  process.exitCode = 2;
}
