// Compares `size()` with published measurements: how far off, and does the interval hold? Exits 1 where a target is missed.
//
//   npm run accuracy                        by kind, against two baselines, each group left out of the fit, targets
//   npm run accuracy -- --all               also by source, accelerator and model family, and every group that was left out
//   npm run accuracy -- --by model,source   these tables alone
//   npm run accuracy -- --rows              every row as a line of JSON
//   npm run accuracy -- --write             puts the tables into docs/estimator.md
//   npm run accuracy -- --catalog DIR --reference FILE
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  aligned,
  fold90,
  isSpeed,
  leaveOut,
  loadEstimator,
  medianError,
  percent,
  predict,
  quantile,
  times,
} from "./fit-estimator.mjs";

const root = join(import.meta.dirname, "..");
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const flag = (name) => process.argv.includes(name);
const say = (text) => process.stdout.write(`${text}\n`);

const estimator = await loadEstimator(option("--catalog"));
const { estimate, context, fixture } = estimator;

const families = [
  [/^Llama-2/u, "Llama 2"],
  [/^Llama-3/u, "Llama 3"],
  [/^Llama-4/u, "Llama 4"],
  [/^(Mistral|Mixtral)/u, "Mistral"],
  [/^Qwen2/u, "Qwen 2.5"],
  [/^Qwen3/u, "Qwen 3"],
  [/^DeepSeek/u, "DeepSeek"],
  [/^gpt-oss/u, "gpt-oss"],
  [/^Gemma/u, "Gemma"],
];
const familyOf = (model) => families.find(([pattern]) => pattern.test(model))?.[1] ?? model;

const results = estimator.rows.map((row) => {
  const sizing = estimate.size(row.input, context);
  const model = row.case.config;
  const own = {
    kind: row.kind,
    source: row.source,
    accelerator: row.case.accelerator,
    model,
    family: familyOf(model),
    id: row.id,
    row,
  };
  if (row.metric === "fits") return { ...own, ratio: sizing.fits === row.measured ? 1 : 1e6 };
  if (row.metric in sizing.memory) return { ...own, ratio: sizing.memory[row.metric] / row.measured };
  const range = sizing.throughput?.[row.metric];
  if (!range) return { ...own, ratio: null, misfit: true };
  const again = predict(estimator, row, row.job.profile);
  if (Math.abs(again / range.likely - 1) > 1e-9) throw new Error(`${row.id}: the fit reads another speed than size()`);
  return {
    ...own,
    ratio: range.likely / row.measured,
    low: range.low / range.likely,
    high: range.high / range.likely,
    held: range.low <= row.measured && row.measured <= range.high,
    width: range.high / range.low,
  };
});

const share = (list, test) => list.filter(test).length / list.length;
const within = (x) => x <= 1.3 && x >= 1 / 1.3;
const bias = (ratios) => Math.exp(ratios.reduce((sum, x) => sum + Math.log(x), 0) / ratios.length);
const groupsBy = (list, keyOf) => {
  const groups = new Map();
  for (const r of list) groups.set(keyOf(r), [...(groups.get(keyOf(r)) ?? []), r]);
  return [...groups];
};
const groupsOf = (list, key) => groupsBy(list, (r) => r[key]);

function summary(group) {
  const ratios = group.flatMap((r) => r.ratio ?? []);
  const ranged = group.filter((r) => r.width !== undefined);
  const misfits = group.filter((r) => r.misfit).length;
  return {
    n: group.length,
    median: medianError(ratios),
    p90: fold90(ratios),
    worst: Math.max(...ratios.map((x) => Math.max(x, 1 / x))),
    within: ratios.filter(within).length / group.length,
    bias: bias(ratios),
    held: ranged.length > 0 ? ranged.filter((r) => r.held).length / (ranged.length + misfits) : Number.NaN,
    width: quantile(
      ranged.map((r) => r.width),
      0.5,
    ),
    misfits,
  };
}

function errorTable(key, list) {
  return [
    [key, "n", "median", "p90", "within x1.3", "bias", "held", "width", "misfits"],
    ...groupsOf(list, key).map(([name, group]) => {
      const s = summary(group);
      return [
        name,
        s.n,
        percent(s.median),
        times(s.p90),
        percent(s.within),
        times(s.bias),
        percent(s.held),
        times(s.width),
        s.misfits || "",
      ];
    }),
  ];
}

/**
 * Datasheet peaks: each decoding step takes the longer of reading what it touches once and of its operations, a prefill its
 * operations; no other loss. Concurrency as in the estimator.
 */
function roofline({ job, prepared, metric }) {
  if (job.profile.kind === "local") {
    const { shape, machine, inputTokens, outputTokens, kvBytes } = job;
    if (metric === "prefillTokensPerSecond") return (job.count * machine.bf16) / (2 * shape.activeParameters);
    const kv = estimate.kvBytesPerSequence(shape, inputTokens + outputTokens / 2, kvBytes);
    const read = shape.experts > 0 ? shape.activeParameters / shape.parameters : 1;
    return machine.bandwidth / (job.weights.total * read + kv);
  }
  const ideal = {
    ...job.profile,
    mbu: 1,
    mfu: { bf16: 1, fp8: 1, fp4: 1 },
    experts: { mfuShare: 1, mfuExponent: 0, mbuShare: 1, mbuExponent: 0 },
    attentionMfu: 1,
    linkEfficiency: { nvlink: 1e9, pcie: 1e9 },
    layerLatencyUs: 0,
    layerLatencyTensorParallelUs: 0,
    hostUsPerSequenceStep: 0,
  };
  const r = estimate.replicaOf({ ...prepared, profile: ideal });
  const batch = Math.max(1, Math.min(job.concurrency, job.requests, r.maxConcurrency));
  const step = Math.max(estimate.memorySeconds(r, batch), r.computeSeconds * batch);
  return r.outputTokens / (r.prefillSeconds + (r.outputTokens * step) / batch);
}

/** Nominal bytes per parameter; four bits where nothing else is said. */
const NOMINAL = { f16: 2, bf16: 2, q8_0: 1 };

/**
 * What llmfit publishes for one stream: bandwidth over the model's size at nominal bits, times 0.55. Of a mixture of experts the
 * active parameters; the further factors that its code has for experts are left out. AlexsJones/llmfit@3f44fd30a4, MIT:
 * docs/how-it-works.md "Speed estimation" and llmfit-core/src/fit.rs.
 */
function llmfit({ job, input, kind }) {
  if (kind !== "single-stream") return null;
  const { shape, machine } = job;
  const parameters = shape.experts > 0 ? shape.activeParameters : shape.parameters;
  return (0.55 * machine.bandwidth) / (parameters * (NOMINAL[input.quantization] ?? 0.5));
}

function baselineTable(list) {
  const cells = (group, speed) => {
    const ratios = group.flatMap(({ row }) => {
      const value = speed(row);
      return value === null ? [] : [value / row.measured];
    });
    return ratios.length === 0
      ? ["–", "–", "–"]
      : [percent(medianError(ratios)), times(fold90(ratios)), times(bias(ratios))];
  };
  return [
    ["kind", "n", "likely", "p90", "roofline", "p90", "bias", "llmfit", "p90", "bias"],
    ...groupsOf(list, "kind").map(([kind, group]) => {
      const s = summary(group);
      return [kind, s.n, percent(s.median), times(s.p90), ...cells(group, roofline), ...cells(group, llmfit)];
    }),
  ];
}

const LEFT_OUT = { source: (r) => r.source, accelerator: (r) => r.case.accelerator, model: (r) => r.case.config };

/** Rows predicted without their group, with the interval that `size()` puts around its own prediction. */
function leftOut() {
  const spread = new Map(results.map((r) => [r.id, r]));
  const sets = Object.entries(LEFT_OUT).map(([name, groupOf]) => [
    name,
    leaveOut(estimator, groupOf).map(({ row, group, ratio }) => {
      const { low, high } = spread.get(row.id);
      return { kind: row.kind, group, ratio, held: ratio !== null && low * ratio <= 1 && 1 <= high * ratio };
    }),
  ]);
  return Object.fromEntries(sets);
}

function leftOutTable(sets) {
  const kinds = [...new Set(sets.source.map((r) => r.kind))];
  return [
    ["kind", ...Object.keys(sets).flatMap((name) => [`no ${name}`, "p90", "held"])],
    ...kinds.map((kind) => [
      kind,
      ...Object.values(sets).flatMap((list) => {
        const known = list.filter((r) => r.kind === kind && r.ratio !== null);
        const ratios = known.map((r) => r.ratio);
        return known.length === 0
          ? ["–", "–", "–"]
          : [percent(medianError(ratios)), times(fold90(ratios)), percent(share(known, (r) => r.held))];
      }),
    ]),
  ];
}

function leftOutGroups(name, list) {
  return [
    [`without ${name}`, "kind", "n", "median", "p90", "bias"],
    ...groupsBy(list, (r) => `${r.group}\t${r.kind}`).flatMap(([key, group]) => {
      const ratios = group.flatMap((r) => r.ratio ?? []);
      const [value, kind] = key.split("\t");
      return ratios.length === 0
        ? []
        : [[value, kind, ratios.length, percent(medianError(ratios)), times(fold90(ratios)), times(bias(ratios))]];
    }),
  ];
}

/** Fewer rows than this cannot tell 80 % from 95 %. */
const LEAST_FOR_COVERAGE = 20;

function targets() {
  const of = Object.fromEntries(groupsOf(results, "kind").map(([kind, group]) => [kind, summary(group)]));
  const list = [];
  const atMost = (kind, figure, limit, show) =>
    list.push([
      `${kind} ${figure}`,
      show(of[kind][figure]),
      `at most ${show(limit)}`,
      of[kind][figure] <= limit + 1e-9,
    ]);
  atMost("kv", "median", 0.01, percent);
  atMost("kv", "worst", 1.03, times);
  atMost("weights", "median", 0.02, percent);
  atMost("weights", "p90", 1.05, times);
  atMost("batched-dense", "median", 0.1, percent);
  atMost("batched-dense", "p90", 1.3, times);
  atMost("batched-moe", "median", 0.2, percent);
  atMost("batched-moe", "p90", 1.5, times);
  atMost("single-stream", "median", 0.1, percent);
  atMost("single-stream", "p90", 1.25, times);
  atMost("batched-vllm-2024", "median", 0.3, percent);
  atMost("serving-nim", "median", 0.3, percent);
  for (const [kind, s] of Object.entries(of)) {
    if (Number.isNaN(s.held)) continue;
    atMost(kind, "width", 2.5, times);
    if (s.n < LEAST_FOR_COVERAGE) continue;
    list.push([`${kind} held`, percent(s.held), "80.0 % to 95.0 %", s.held >= 0.8 && s.held <= 0.95 + 1e-9]);
  }
  const count = (test) => results.filter(test).length;
  const falseFits = count((r) => r.row.metric === "fits" && r.ratio !== 1);
  list.push(["false fits", falseFits, "none", falseFits === 0]);
  const falseMisfits = count((r) => r.misfit);
  list.push(["false misfits", falseMisfits, "none", falseMisfits === 0]);
  return list;
}

/** The measurements of the reference file that count are all here, with the same values; null = there is none to compare with. */
function compareWithReference() {
  const file = option("--reference") ?? join(root, "../shared/data/estimator-cases.dev.json");
  if (!existsSync(file)) return null;
  const here = new Map([...fixture.cases, ...fixture.published].map((c) => [c.id, c]));
  const scored = JSON.parse(readFileSync(file, "utf8")).cases.filter((c) => c.scored);
  const other = scored.filter((c) => here.get(c.id)?.measured !== c.measured).map((c) => c.id);
  return { scored: scored.length, other };
}

const markdown = ([head, ...body]) =>
  [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");

function writeDocs(sections) {
  const file = join(root, "docs/estimator.md");
  let text = readFileSync(file, "utf8");
  for (const [name, table] of Object.entries(sections)) {
    const pattern = new RegExp(`(<!-- accuracy: ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`, "u");
    if (!pattern.test(text)) throw new Error(`${file}: no place for the table "${name}"`);
    text = text.replace(pattern, (_, before, after) => `${before}\n${markdown(table)}\n\n${after}`);
  }
  writeFileSync(file, text);
}

function main() {
  const by = option("--by");
  if (flag("--rows")) {
    for (const { row: _, ...r } of results) say(JSON.stringify(r));
    return;
  }
  if (by !== undefined) {
    for (const key of by.split(",")) say(`${aligned(errorTable(key, results))}\n`);
    return;
  }
  const speeds = results.filter((r) => isSpeed(r));
  const byKind = errorTable("kind", results);
  say(`${aligned(byKind)}\n`);
  if (flag("--all") || flag("--write")) {
    const more = Object.fromEntries(["source", "accelerator", "family"].map((key) => [key, errorTable(key, speeds)]));
    for (const table of flag("--all") ? Object.values(more) : []) say(`${aligned(table)}\n`);
    if (flag("--write")) writeDocs(more);
  }
  const baselines = baselineTable(speeds);
  say(`The same cases by the likely value, by the datasheet roofline, by llmfit's formula\n${aligned(baselines)}\n`);
  const sets = leftOut();
  const crossed = leftOutTable(sets);
  say(`Constants fitted again without the row's source, accelerator or model\n${aligned(crossed)}\n`);
  if (flag("--all")) for (const [name, list] of Object.entries(sets)) say(`${aligned(leftOutGroups(name, list))}\n`);
  if (flag("--write")) writeDocs({ kind: byKind, baselines, "left out": crossed });

  const list = targets();
  say(
    aligned([
      ["target", "now", "asked", ""],
      ...list.map(([what, now, asked, ok]) => [what, now, asked, ok ? "" : "MISSED"]),
    ]),
  );
  const reference = compareWithReference();
  if (reference === null) say("\nComparison with the reference measurements: skipped, their file is not here.");
  else if (reference.other.length === 0)
    say(`\nAll ${reference.scored} scored reference measurements are in the fixture, with the same values.`);
  else say(`\nMissing or other than in the reference measurements: ${reference.other.join(", ")}`);
  if (list.some(([, , , ok]) => !ok) || (reference?.other.length ?? 0) > 0) process.exitCode = 1;
}
main();
