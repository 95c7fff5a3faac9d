// Compares `size()` with published measurements: how far off, and does the interval hold? `npm run accuracy [-- --by source]`
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const cache = join(root, "node_modules/.cache/advisor");
mkdirSync(cache, { recursive: true });
const outfile = join(cache, "sizing.mjs");
await build({
  entryPoints: [join(root, "src/estimate/sizing.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile,
  logLevel: "error",
});
const { size } = await import(`${pathToFileURL(outfile)}?${process.pid}`);

const yaml = (path) => parse(readFileSync(join(root, path), "utf8"));
const accelerators = readdirSync(join(root, "catalog/accelerators"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({ id: basename(name, ".yaml"), ...yaml(`catalog/accelerators/${name}`) }));
const context = {
  catalog: { models: [], accelerators, assumptions: yaml("catalog/assumptions.yaml") },
  today: "2026-11-24",
};
const fixture = JSON.parse(readFileSync(join(root, "test/fixtures/estimator-cases.json"), "utf8"));

const rows = fixture.cases.map((c) => {
  const sizing = size({ ...c.case, config: fixture.models[c.case.config] }, context);
  const own = { kind: c.kind, source: c.source, accelerator: c.case.accelerator, model: c.case.config, id: c.id };
  if (c.metric === "fits") return { ...own, ratio: sizing.fits === c.measured ? 1 : 1e6 };
  if (c.metric in sizing.memory) return { ...own, ratio: sizing.memory[c.metric] / c.measured };
  const range = sizing.throughput?.[c.metric];
  if (!range) return { ...own, ratio: null, misfit: true };
  return {
    ...own,
    ratio: range.likely / c.measured,
    held: range.low <= c.measured && c.measured <= range.high,
    width: range.high / range.low,
  };
});

const quantile = (list, q) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};
const percent = (x) => (Number.isNaN(x) ? "–" : `${(100 * x).toFixed(1)} %`);

function line(name, group) {
  const known = group.filter((r) => r.ratio !== null);
  const error = known.map((r) => Math.abs(r.ratio - 1));
  const fold = known.map((r) => Math.max(r.ratio, 1 / r.ratio));
  const ranged = known.filter((r) => r.width !== undefined);
  const misfits = group.filter((r) => r.misfit).length;
  return [
    name,
    group.length,
    percent(quantile(error, 0.5)),
    `x${quantile(fold, 0.9).toFixed(2)}`,
    percent(known.filter((r) => r.ratio <= 1.3 && r.ratio >= 1 / 1.3).length / group.length),
    `x${Math.exp(known.reduce((sum, r) => sum + Math.log(r.ratio), 0) / known.length).toFixed(2)}`,
    ranged.length > 0 ? percent(ranged.filter((r) => r.held).length / (ranged.length + misfits)) : "–",
    ranged.length > 0
      ? `x${quantile(
          ranged.map((r) => r.width),
          0.5,
        ).toFixed(2)}`
      : "–",
    misfits || "",
  ];
}

function groups(key) {
  const map = new Map();
  for (const r of rows) map.set(r[key], [...(map.get(r[key]) ?? []), r]);
  return [...map];
}

const by = process.argv.includes("--by") ? process.argv[process.argv.indexOf("--by") + 1].split(",") : ["kind"];
for (const key of by) {
  const table = [
    [key, "n", "median", "p90", "within x1.3", "bias", "held", "width", "misfits"],
    ...groups(key).map(([name, g]) => line(name, g)),
  ];
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => String(row[i]).length)));
  for (const row of table) {
    process.stdout.write(
      `${row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join("  ")}\n`,
    );
  }
  process.stdout.write("\n");
}
if (process.argv.includes("--rows")) for (const r of rows) process.stdout.write(`${JSON.stringify(r)}\n`);
