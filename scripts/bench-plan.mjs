// The assignment of a plan on made-up portfolios: CPU time and the gap that is left. `npm run bench -- plan`
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
// Beside node_modules, where the solver is found.
const folder = mkdtempSync(join(root, "node_modules", ".advisor-bench-"));
const outfile = join(folder, "plan.mjs");
try {
  await build({
    stdin: {
      contents: [
        'export { assign } from "./src/decide/portfolio/assign.ts";',
        'export { loadSolver } from "./src/cli/solver.ts";',
        'export { problemOf } from "./test/decide/portfolio/arbitrary.ts";',
      ].join("\n"),
      resolveDir: root,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["highs"],
    outfile,
    logLevel: "error",
  });
  const { assign, loadSolver, problemOf } = await import(pathToFileURL(outfile).href);
  await loadSolver();

  /** Shares of traffic, finalists of each, and the CPU seconds that they may take. */
  const SIZES = [
    [5, 50, 1],
    [8, 50, 3],
    [200, 60, 3],
  ];
  process.stdout.write("shares × finalists   found by   CPU s   wall s   gap\n");
  for (const [lots, options, most] of SIZES) {
    const problem = problemOf(5, { lots, options });
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    const found = await assign(problem, loadSolver);
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (user + system) / 1e6;
    const row = [`${lots} × ${options}`.padEnd(20), String(found.by).padEnd(10), seconds.toFixed(2).padStart(6)];
    const wall = ((performance.now() - start) / 1000).toFixed(2).padStart(7);
    process.stdout.write(`${[...row, wall].join(" ")}   ${found.gap.toExponential(1)} (at most ${most} s of CPU)\n`);
    if (seconds > most) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
