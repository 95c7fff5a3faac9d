#!/usr/bin/env node
try {
  await import("../dist/cli.js");
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write("advisor is not built yet. In a checkout run `npm ci` first.\n");
  process.exitCode = 2;
}
