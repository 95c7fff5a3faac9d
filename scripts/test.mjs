// The whole check: format and lint, types, build, then every test; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/${name}`;
const steps = [
  ["format and lint", bin("@biomejs/biome/bin/biome"), ["check", "--error-on-warnings", "."]],
  ["types", bin("typescript/bin/tsc"), ["--noEmit"]],
  ["build", `${root}scripts/build.mjs`, []],
  ["tests", bin("vitest/vitest.mjs"), ["run", ...process.argv.slice(2)]],
];
for (const [name, script, args] of steps) {
  process.stdout.write(`\n— ${name}\n`);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    if (name !== "tests") process.stdout.write(`\n${name} failed\n0 passed, 1 failed\n`);
    process.exit(1);
  }
}
