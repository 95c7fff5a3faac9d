#!/usr/bin/env node
// Runs dist/cli.cjs with the code that V8 compiled for it when it was built; without that, or with another V8, it only starts slower.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const dist = join(__dirname, "..", "dist");
const file = join(dist, "cli.cjs");
const kept = `${file}.code`;
const keep = process.env.ADVISOR_KEEP_CODE !== undefined;
const source = read(file, "latin1");
if (source === undefined) {
  process.stderr.write("advisor is not built yet. In a checkout run `npm ci` first.\n");
  process.exitCode = 2;
} else {
  const script = new Script(source, { filename: file, cachedData: read(kept) });
  // Most runs are over before optimized code or a second collector would pay; a long one is still optimized, later. A young
  // generation that grows touches new memory, which costs more than collecting it often. Kept code is valid under the flags that it
  // was made with.
  if (keep) process.on("exit", () => writeFileSync(kept, script.createCachedData()));
  else if (process.versions.v8.startsWith("11.3.")) {
    setFlagsFromString("--interrupt-budget=500000");
    setFlagsFromString("--no-parallel-scavenge");
    setFlagsFromString("--semi-space-growth-factor=1");
  }
  script.runInThisContext()((name) => require(name.startsWith(".") ? join(dist, name) : name), file, dist);
}

function read(name, encoding) {
  try {
    return readFileSync(name, encoding);
  } catch {
    return undefined;
  }
}
