// Compares `size()` with published measurements: how far off, and does the interval hold? Each row is told without itself. Exits 1
// where a target is missed.
//
//   npm run accuracy                        by kind, source, accelerator and model family, beside two baselines; each group left out;
//                                           targets
//   npm run accuracy -- --all               also every group that was left out
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
  [/llama-2/u, "Llama 2"],
  [/llama-3/u, "Llama 3"],
  [/llama-4/u, "Llama 4"],
  [/(mistral|mixtral)-/u, "Mistral"],
  [/qwen3/u, "Qwen 3"],
  [/deepseek-/u, "DeepSeek"],
  [/gpt-oss/u, "gpt-oss"],
  [/gemma-/u, "Gemma"],
];
const familyOf = (model) => families.find(([pattern]) => pattern.test(model))?.[1] ?? model;

/** The measurements without some of their rows. */
const without = (keep) => ({
  ...context,
  catalog: {
    ...context.catalog,
    measurements: context.catalog.measurements.map((g) =>
      g.rows.every(keep) ? g : { ...g, rows: g.rows.filter(keep) },
    ),
  },
});
const alone = { ...context, catalog: { ...context.catalog, measurements: [] } };
const isOther =
  (...ids) =>
  (row) =>
    !ids.includes(row.id);

/** A predicted range beside the measurement. */
function compared(range, measured) {
  return {
    range,
    ratio: range.likely / measured,
    held: range.low <= measured && measured <= range.high,
    width: range.high / range.low,
  };
}

const results = estimator.rows.map((row) => {
  const { kind, source, accelerator, model, id } = row;
  const own = { kind, source, accelerator, model, family: familyOf(model), id, row };
  const formula = estimate.size(row.input, alone);
  if (row.metric === "fits") return { ...own, ratio: formula.fits === row.measured ? 1 : 1e6 };
  if (row.metric in formula.memory) return { ...own, ratio: formula.memory[row.metric] / row.measured };
  if (!formula.throughput) return { ...own, ratio: null, misfit: true };
  const plain = formula.throughput[row.metric];
  if (isSpeed(row) && Math.abs(predict(estimator, row, row.job.profile) / plain.likely - 1) > 1e-9)
    throw new Error(`${row.id}: the fit reads another speed than size()`);
  const told = estimate.size(row.input, without(isOther(row.id)));
  return {
    ...own,
    formula: compared(plain, row.measured),
    ...compared(told.throughput[row.metric], row.measured),
    basis: told.profile.basis,
    near: told.measurements.find((m) => m.figure === row.metric)?.count ?? 0,
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

/** Of the formula alone where measurements corrected it, else of what there is. */
const uncorrected = (group) => summary(group.map((r) => (r.formula ? { ...r, ...r.formula } : r)));

function errorTable(key, list) {
  return [
    [
      ...[key, "n", "roofline", "llmfit", "formula", "p90", "held"],
      ...["near", "told", "p90", "within x1.3", "bias", "held", "width", "misfits"],
    ],
    ...groupsOf(list, key).map(([name, group]) => {
      const [f, s] = [uncorrected(group), summary(group)];
      const near = group.some((r) => r.formula) ? percent(share(group, (r) => r.near > 0)) : "–";
      return [
        name,
        s.n,
        ...[roofline, llmfit].map((speed) => percent(medianError(ratiosOf(group, speed)))),
        percent(f.median),
        times(f.p90),
        percent(f.held),
        near,
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

/** What a baseline says of each row over what was measured; of the rows that it speaks about. */
function ratiosOf(group, speed) {
  return group.flatMap((r) => {
    const value = isSpeed(r) ? speed(r.row) : null;
    return value === null ? [] : [value / r.row.measured];
  });
}

function baselineTable(list) {
  const cells = (group, speed) => {
    const ratios = ratiosOf(group, speed);
    return ratios.length === 0
      ? ["–", "–", "–"]
      : [percent(medianError(ratios)), times(fold90(ratios)), times(bias(ratios))];
  };
  return [
    ["kind", "n", "formula", "p90", "roofline", "p90", "bias", "llmfit", "p90", "bias"],
    ...groupsOf(list, "kind").map(([kind, group]) => {
      const s = uncorrected(group);
      return [kind, s.n, percent(s.median), times(s.p90), ...cells(group, roofline), ...cells(group, llmfit)];
    }),
  ];
}

const LEFT_OUT = {
  source: (r) => r.source,
  accelerator: (r) => r.accelerator,
  model: (r) => r.dimensions,
  "model on accelerator": (r) => `${r.dimensions} on ${r.accelerator}`,
};

/**
 * Rows told without their group: constants fitted again without it, then corrected by the measurements that are left. A profile of
 * which nothing is left is gone, and the engine's nearest other one tells its rows.
 */
function leftOut() {
  const sets = Object.entries(LEFT_OUT).map(([name, groupOf]) => [
    name,
    leaveOut(estimator, groupOf).map(({ row, group, ratio, profiles }) => {
      const { kind } = row;
      if (ratio === null) return { kind, group, ratio, formula: null };
      const rest = without((r) => !goneWith(groupOf, group).has(r.id));
      const assumptions = { ...context.catalog.assumptions, profiles };
      const told = estimate.size(row.input, { ...rest, catalog: { ...rest.catalog, assumptions } });
      const age = yearsApart(row, profiles);
      return { kind, group, row, age, ...compared(told.throughput[row.metric], row.measured), formula: { ratio } };
    }),
  ]);
  return Object.fromEntries(sets);
}

const goneSets = new Map();
function goneWith(groupOf, group) {
  const known = goneSets.get(groupOf) ?? new Map();
  goneSets.set(groupOf, known);
  if (!known.has(group)) known.set(group, new Set(estimator.rows.filter((r) => groupOf(r) === group).map((r) => r.id)));
  return known.get(group);
}

/** Years between a row's build and the profile that tells it. */
function yearsApart({ input }, profiles) {
  const months = (date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  const apart = Object.values(profiles)
    .filter((p) => p.engine === input.engine)
    .map((p) => Math.abs(months(p.date) - months(input.engineDate)) / 12);
  return Math.min(...apart);
}

function leftOutTable(sets) {
  const kinds = [...new Set(sets.source.map((r) => r.kind))];
  return [
    ["kind", "without its", "formula", "p90", "told", "p90", "held", "width"],
    ...kinds.flatMap((kind) =>
      Object.entries(sets).map(([name, list]) => {
        const known = list.filter((r) => r.kind === kind && r.ratio !== null);
        const cells = (group) => {
          const ratios = group.map((r) => r.ratio);
          return [percent(medianError(ratios)), times(fold90(ratios))];
        };
        if (known.length === 0) return [kind, name, "–", "–", "–", "–", "–", "–"];
        const width = quantile(
          known.map((r) => r.width),
          0.5,
        );
        const held = percent(share(known, (r) => r.held));
        return [kind, name, ...cells(known.map((r) => r.formula)), ...cells(known), held, times(width)];
      }),
    ),
  ];
}

/** Calibrations of what is measured on them, and where their factors for what nobody measured come from: the rows that were left out. */
const OPEN = {
  "batched-dense": "serving",
  "batched-moe": "serving",
  "batched-vllm-2024": "serving-vllm-2024",
  "single-stream": "stream",
  prefill: "prefill",
};

/** Factors on both ends of the intervals that would hold nine in ten of the rows that were left out, beside those of the catalog. */
function openTable(sets) {
  const beyond = (r) => Math.max(1, r.range.low / r.row.measured, r.row.measured / r.range.high);
  const needed = (list, now, perYear) => {
    const folds = list.map((r) => (perYear ? beyond(r) ** (1 / Math.max(0.5, r.age - 0.5)) : beyond(r)) * now);
    return folds.length === 0 ? "–" : `${times(quantile(folds, 0.9))} (${times(now)})`;
  };
  return [
    ["kind", "model", "accelerator", "year"],
    ...Object.entries(OPEN).map(([kind, key]) => {
      const { unseen } = context.catalog.assumptions.calibrations[key];
      const of = (name) => sets[name].filter((r) => r.kind === kind && r.ratio !== null);
      const old = of("source").filter((r) => r.age > 1);
      return [
        kind,
        needed(of("model"), unseen.model),
        needed(of("accelerator"), unseen.accelerator),
        needed(old, unseen.year, true),
      ];
    }),
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

/** Cases that were measured on two builds: each told by the other, as if nobody had said the build. */
function twice() {
  const pairs = results.flatMap(({ id, kind, row }) => {
    if (!isSpeed({ kind })) return [];
    const { engineDate, ...input } = row.input;
    const told = estimate.size(input, { ...without(isOther(id)), today: engineDate });
    const isExact = told.measurements.some((m) => m.figure === row.metric && m.match === "exact");
    return isExact ? [{ kind, ...compared(told.throughput[row.metric], row.measured) }] : [];
  });
  return [
    ["kind", "n", "median", "p90", "held", "width"],
    ...groupsOf(pairs, "kind").map(([kind, group]) => {
      const s = summary(group);
      return [kind, s.n, percent(s.median), times(s.p90), percent(s.held), times(s.width)];
    }),
  ];
}

/** Fewer rows than this cannot tell 80 % from 95 %. */
const LEAST_FOR_COVERAGE = 20;

function targets(sets) {
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
    if (Number.isNaN(s.held) || !isSpeed({ kind })) continue;
    atMost(kind, "width", 2.5, times);
    if (s.n < LEAST_FOR_COVERAGE) continue;
    list.push([`${kind} held`, percent(s.held), "80.0 % to 95.0 %", s.held >= 0.8 && s.held <= 0.95 + 1e-9]);
    const plain = uncorrected(results.filter((r) => r.kind === kind)).median;
    list.push([`${kind} corrected`, percent(s.median), `below ${percent(plain)}`, s.median < plain]);
    const apart = sets.source.filter((r) => r.kind === kind && r.ratio !== null);
    if (apart.length === 0) continue;
    const held = share(apart, (r) => r.held);
    list.push([`${kind} held without its source`, percent(held), "at least 80.0 %", held >= 0.8]);
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
  const memory = [...fixture.cases, ...fixture.published].map((c) => [c.id, c.measured]);
  const speeds = estimator.rows.map((r) => [`thro-${r.id.replace("/", "-")}`, r.measured]);
  const here = new Map([...memory, ...speeds]);
  const scored = JSON.parse(readFileSync(file, "utf8")).cases.filter((c) => c.scored);
  const other = scored.filter((c) => here.get(c.id) !== c.measured).map((c) => c.id);
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
  say(
    "roofline, llmfit, formula: each alone. told: corrected by the measurements nearby, the row itself left out. near: rows that have any.\n",
  );
  const byKind = errorTable("kind", results);
  say(`${aligned(byKind)}\n`);
  const more = Object.fromEntries(["source", "accelerator", "family"].map((key) => [key, errorTable(key, speeds)]));
  for (const table of Object.values(more)) say(`${aligned(table)}\n`);
  const baselines = baselineTable(speeds);
  say(`The same cases by the formula alone, by the datasheet roofline, by llmfit's formula\n${aligned(baselines)}\n`);
  const repeated = twice();
  say(
    `The same case measured twice, on builds of two months or with another load that fills the devices\n${aligned(repeated)}\n`,
  );
  const sets = leftOut();
  const crossed = leftOutTable(sets);
  say(`Constants fitted again, and measurements nearby, without the row's whole group\n${aligned(crossed)}\n`);
  const open = openTable(sets);
  say(
    `Factors on both ends for what nobody measured: that hold nine in ten of these rows, and the catalog's\n${aligned(open)}\n`,
  );
  if (flag("--all")) for (const [name, list] of Object.entries(sets)) say(`${aligned(leftOutGroups(name, list))}\n`);
  if (flag("--write"))
    writeDocs({ ...more, kind: byKind, baselines, "measured twice": repeated, "left out": crossed, unseen: open });

  const list = targets(sets);
  say(
    aligned([
      ["target", "now", "asked", ""],
      ...list.map(([what, now, asked, ok]) => [what, now, asked, ok ? "" : "MISSED"]),
    ]),
  );
  const reference = compareWithReference();
  if (reference === null) say("\nComparison with the reference measurements: skipped, their file is not here.");
  else if (reference.other.length === 0)
    say(`\nAll ${reference.scored} scored reference measurements are in catalog and fixture, with the same values.`);
  else say(`\nMissing or other than in the reference measurements: ${reference.other.join(", ")}`);
  if (list.some(([, , , ok]) => !ok) || (reference?.other.length ?? 0) > 0) process.exitCode = 1;
}
main();
