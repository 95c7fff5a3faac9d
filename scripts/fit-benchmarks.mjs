// Fits one ability a model and one line a board from the evidence in catalog/models. See docs/quality-index.md.
//
//   npm run fit                                prints the lines, their errors and the models by ability
//   npm run fit -- --write                     and puts the spreads into catalog/benchmarks.yaml, the table into docs/quality-index.md
//   npm run fit -- --check                     fails where these two are not what the evidence gives
//   npm run fit -- --json --catalog catalog
//
// Anchors stay a person's work: they hold the meaning of the scale, and a changed anchor needs a new `version`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * Boards of general language ability that share models. Boards that share none or too few (AA Index 4.1, Epoch, search,
 * LiveBench) and media boards have anchors of their own, written by hand.
 */
const BOARDS = [
  "arena-text",
  "arena-text-sc",
  "arena-webdev",
  "arena-webdev-sc",
  "arena-agent",
  "arena-vision",
  "arena-document",
  "arena-image-to-webdev",
  "aa-index-4.3",
  "vals-index-2.1",
  "frontier-swe-2",
  "terminal-bench-4",
];

/** Two points fix the common scale: the mean of each group stands at its index. */
const SCALE = [
  { index: 93.5, models: ["anthropic/claude-opus-5.5", "openai/gpt-6-astra"] },
  { index: 40, models: ["meta/llama-3.3-70b", "openai/gpt-oss-20b"] },
];

const NU = 4;
const ROUNDS = 400;

/** Evidence rows by model: one row a board, the newest, then the highest effort. */
function readEvidence(root) {
  const rows = [];
  for (const vendor of readdirSync(join(root, "models"))) {
    for (const file of readdirSync(join(root, "models", vendor))) {
      if (!file.endsWith(".yaml")) continue;
      const model = `${vendor}/${file.slice(0, -5)}`;
      const entry = parse(readFileSync(join(root, "models", vendor, file), "utf8"));
      for (const row of pick(model, entry.evidence ?? []))
        rows.push({ model, benchmark: row.benchmark, score: row.score });
    }
  }
  return rows;
}

/** The rule of src/estimate/quality.ts: newest, then named like the model, then highest effort, then lower score. */
function pick(model, evidence) {
  const name = plain(model.split("/")[1]);
  const named = (row) => Number(plain(row.variant ?? "").includes(name));
  const compare = (a, b) =>
    String(a.date).localeCompare(String(b.date)) || named(a) - named(b) || effort(a) - effort(b) || b.score - a.score;
  const best = new Map();
  for (const row of evidence) {
    if (/predecessor/u.test(row.conditions ?? "")) continue;
    const old = best.get(row.benchmark);
    if (!old || compare(row, old) > 0) best.set(row.benchmark, row);
  }
  return [...best.values()];
}
const effort = (row) => file.combination.efforts.findLastIndex((word) => words(row).includes(word));
const words = (row) =>
  String(row.variant ?? "")
    .toLowerCase()
    .split(/[^a-z0-9.]+/u);
const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/gu, "");

/** One latent ability a model, one line a board, Student errors: expectation and maximization over the rows that exist. */
function fitAbilities(rows) {
  const boards = new Map();
  for (const name of new Set(rows.map((r) => r.benchmark))) {
    const scores = rows.filter((r) => r.benchmark === name).map((r) => r.score);
    const sd = deviation(scores) || 1;
    boards.set(name, { a: mean(scores), c: sd * 0.8, s: sd * 0.6, sd });
  }
  const byModel = groupBy(rows, (r) => r.model);
  const byBoard = groupBy(rows, (r) => r.benchmark);
  const ability = new Map([...byModel.keys()].map((m) => [m, { z: 0, v: 1 }]));
  const weight = new Map(rows.map((r) => [r, 1]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [model, own] of byModel) ability.set(model, posterior(own, boards, weight));
    for (const [name, own] of byBoard) {
      const b = boards.get(name);
      let [n, x, xx, y, xy] = [0, 0, 0, 0, 0];
      for (const r of own) {
        const { z, v } = ability.get(r.model);
        const u = weight.get(r);
        n += u;
        x += u * z;
        xx += u * (z * z + v);
        y += u * r.score;
        xy += u * z * r.score;
      }
      // A weak prior on the slope keeps boards of three or four rows from turning round.
      const k = 1.5;
      const slope = (xy - (x * y) / n + k * 0.8 * b.sd) / (xx - (x * x) / n + k);
      b.c = slope;
      b.a = (y - slope * x) / n;
      let ss = 0;
      for (const r of own) {
        const { z, v } = ability.get(r.model);
        const d2 = (r.score - b.a - b.c * z) ** 2 + b.c * b.c * v;
        weight.set(r, (NU + 1) / (NU + d2 / (b.s * b.s)));
        ss += weight.get(r) * d2;
      }
      b.s = Math.sqrt((ss + 2 * (0.4 * b.sd) ** 2) / (own.length + 2));
    }
    // Mean 0 and variance 1 over the models, or the scale of the latent ability would drift.
    const all = [...ability.values()];
    const m = mean(all.map((t) => t.z));
    const s = Math.sqrt(mean(all.map((t) => (t.z - m) ** 2 + t.v)));
    for (const b of boards.values()) {
      b.a += b.c * m;
      b.c *= s;
    }
  }
  for (const [model, own] of byModel) ability.set(model, posterior(own, boards, weight));
  const [top, low] = SCALE.map((g) => mean(g.models.map((m) => ability.get(m)?.z ?? Number.NaN)));
  const unit = (SCALE[0].index - SCALE[1].index) / (top - low);
  const toIndex = (z) => SCALE[1].index + unit * (z - low);
  return { boards, byModel, weight, ability, unit, toIndex };
}

function posterior(own, boards, weight) {
  let precision = 1;
  let sum = 0;
  for (const r of own) {
    const b = boards.get(r.benchmark);
    const u = weight.get(r);
    precision += (u * b.c * b.c) / (b.s * b.s);
    sum += (u * b.c * (r.score - b.a)) / (b.s * b.s);
  }
  return { z: sum / precision, v: 1 / precision };
}

/** Index by this board against the index by the model's other boards, both from a fit that has not seen the row. */
function leaveOneOut(rows) {
  const byModel = groupBy(rows, (r) => r.model);
  const residuals = new Map();
  for (const row of rows) {
    if (byModel.get(row.model).length < 2) continue;
    const model = fitAbilities(rows.filter((r) => r !== row));
    const b = model.boards.get(row.benchmark);
    const mine = model.toIndex((row.score - b.a) / b.c);
    const others = model.toIndex(likelihoodOnly(model, row.model));
    const list = residuals.get(row.benchmark) ?? [];
    list.push({ model: row.model, score: row.score, residual: mine - others });
    residuals.set(row.benchmark, list);
  }
  return residuals;
}

function likelihoodOnly({ byModel, boards, weight }, id) {
  let precision = 0;
  let sum = 0;
  for (const r of byModel.get(id)) {
    const b = boards.get(r.benchmark);
    precision += (weight.get(r) * b.c * b.c) / (b.s * b.s);
    sum += (weight.get(r) * b.c * (r.score - b.a)) / (b.s * b.s);
  }
  return sum / precision;
}

const mean = (xs) => xs.reduce((a, b) => a + b, 0) / xs.length;
const deviation = (xs) => Math.sqrt(mean(xs.map((x) => (x - mean(xs)) ** 2)));
function quantile(xs, q) {
  const sorted = [...xs].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const i = Math.floor(at);
  return sorted[i] + (at - i) * ((sorted[i + 1] ?? sorted[i]) - sorted[i]);
}
function groupBy(xs, key) {
  const groups = new Map();
  for (const x of xs) groups.set(key(x), [...(groups.get(key(x)) ?? []), x]);
  return groups;
}

/** Index by the anchors of the catalog against the weighted mean of the model's other language boards, by board. */
function agreement(all) {
  const boards = file.benchmarks;
  const language = (name) =>
    Math.max(0, ...file.combination.standIn.from.map((task) => boards[name]?.tasks[task] ?? 0));
  const errors = new Map();
  for (const own of groupBy(
    all.filter((r) => language(r.benchmark) > 0),
    (r) => r.model,
  ).values()) {
    for (const row of own) {
      const family = (r) => boards[r.benchmark].family ?? r.benchmark;
      const others = own.filter((r) => family(r) !== family(row));
      if (others.length === 0) continue;
      const w = others.map((r) => 1 / boards[r.benchmark].spread ** 2);
      const there = others.reduce((sum, r, i) => sum + w[i] * toIndex(r), 0) / w.reduce((p, q) => p + q, 0);
      errors.set(row.benchmark, [...(errors.get(row.benchmark) ?? []), toIndex(row) - there]);
    }
  }
  return [...errors].map(([board, list]) => ({
    board,
    rows: list.length,
    bias: round(mean(list)),
    medianError: round(quantile(list.map(Math.abs), 0.5)),
    halfWidth80: round(quantile(list.map(Math.abs), 0.8)),
    spread: boards[board].spread,
  }));
}

function toIndex({ benchmark, score }) {
  const { anchors } = file.benchmarks[benchmark];
  const up = anchors.at(-1).score > anchors[0].score;
  const i = anchors.findIndex((a) => (up ? score < a.score : score > a.score));
  if (i <= 0) return i === 0 ? anchors[0].index : anchors.at(-1).index;
  const [a, b] = [anchors[i - 1], anchors[i]];
  return a.index + ((score - a.score) / (b.score - a.score)) * (b.index - a.index);
}

const flag = process.argv.indexOf("--catalog");
const root = flag > 0 ? process.argv[flag + 1] : "catalog";
const file = parse(readFileSync(join(root, "benchmarks.yaml"), "utf8"));
const everything = readEvidence(root);
const rows = everything.filter((row) => BOARDS.includes(row.benchmark));
const model = fitAbilities(rows);
const residuals = leaveOneOut(rows);
const table = BOARDS.filter((name) => model.boards.has(name)).map((name) => {
  const b = model.boards.get(name);
  const own = rows.filter((r) => r.benchmark === name);
  const errors = (residuals.get(name) ?? []).map((r) => Math.abs(r.residual));
  const at = (index) => b.a + (b.c * (index - model.toIndex(0))) / model.unit;
  return {
    board: name,
    rows: own.length,
    leftOut: errors.length,
    medianError: errors.length ? round(quantile(errors, 0.5)) : null,
    halfWidth80: errors.length ? round(quantile(errors, 0.8)) : null,
    scoreAt0: round(at(0)),
    scoreAt40: round(at(40)),
    scoreAt70: round(at(70)),
    scoreAt100: round(at(100)),
    bias: thirds(residuals.get(name) ?? []),
    scores: own
      .map((r) => r.score)
      .sort((p, q) => p - q)
      .filter((_, i, all) => i === 0 || i === all.length - 1)
      .join("…"),
    worst: (residuals.get(name) ?? [])
      .sort((p, q) => Math.abs(q.residual) - Math.abs(p.residual))
      .slice(0, 3)
      .map((r) => `${r.model.split("/")[1]} ${round(r.residual)}`)
      .join(", "),
  };
});
/** Mean residual of the lowest, middle and highest third of the scores: a bend shows as −, +, − or +, −, +. */
function thirds(list) {
  const sorted = [...list].sort((p, q) => p.score - q.score);
  const n = Math.ceil(sorted.length / 3);
  return [0, 1, 2]
    .map((i) => sorted.slice(i * n, (i + 1) * n))
    .filter((part) => part.length > 0)
    .map((part) => round(mean(part.map((r) => r.residual))));
}
function round(x) {
  return Math.round(x * 10) / 10;
}
const agreed = agreement(everything);

/** Half-width of the 80 % interval of one result; leave-one-out of a few dozen rows does not tell less than five points apart. */
const spreadOf = ({ halfWidth80 }) => Math.max(5, Math.round(halfWidth80));

/** The text of benchmarks.yaml with the fitted spreads. */
function withSpreads(text) {
  const known = table.filter((t) => t.halfWidth80 !== null);
  return text
    .split(/^(?= {2}[a-z])/mu)
    .map((block) => {
      const fit = known.find((t) => block.startsWith(`  ${t.board}:\n`));
      return fit ? block.replace(/^ {4}spread: .*$/mu, `    spread: ${spreadOf(fit)}`) : block;
    })
    .join("");
}

const BEGIN = "<!-- npm run fit -- --write -->\n";
const END = "<!-- end -->";

/** The text of quality-index.md with the table of errors. */
function withTable(text) {
  const known = table.filter((t) => t.halfWidth80 !== null).sort((p, q) => p.medianError - q.medianError);
  const lines = known.map((t) =>
    [t.board, t.leftOut, t.medianError.toFixed(1), t.halfWidth80.toFixed(1), spreadOf(t)].join(" | "),
  );
  const start = text.indexOf(BEGIN) + BEGIN.length;
  return `${text.slice(0, start)}
| board | rows | median error | 80 % within | \`spread\` |
|---|---|---|---|---|
${lines.map((l) => `| ${l} |`).join("\n")}

${text.slice(text.indexOf(END, start))}`;
}

const targets = [
  [join(root, "benchmarks.yaml"), withSpreads],
  [join(import.meta.dirname, "..", "docs", "quality-index.md"), withTable],
].map(([name, change]) => ({ name, text: readFileSync(name, "utf8"), change }));
if (process.argv.includes("--write")) for (const t of targets) writeFileSync(t.name, t.change(t.text));
if (process.argv.includes("--check")) {
  const stale = targets.filter((t) => t.change(t.text) !== t.text);
  for (const { name } of stale)
    process.stderr.write(`${name}: not what the evidence gives. Renew it: npm run fit -- --write\n`);
  process.stdout.write(stale.length === 0 ? `${table.length} fitted boards stand as the evidence gives them.\n` : "");
  process.exitCode = stale.length === 0 ? 0 : 1;
} else if (process.argv.includes("--json"))
  process.stdout.write(`${JSON.stringify({ fitted: table, inCatalog: agreed }, null, 2)}\n`);
else {
  for (const line of [...table, ...agreed]) process.stdout.write(`${JSON.stringify(line)}\n`);
  const ranked = [...model.ability]
    .map(([id, { z }]) => ({ id, index: round(model.toIndex(z)) }))
    .sort((p, q) => q.index - p.index);
  for (const { id, index } of ranked) process.stdout.write(`${String(index).padStart(6)}  ${id}\n`);
}
