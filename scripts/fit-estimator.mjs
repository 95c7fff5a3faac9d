// Fits the constants of the engine profiles in catalog/assumptions.yaml to the measurements in catalog/measurements and shows
// them beside the catalog's. See docs/estimator.md.
//
//   npm run fit:estimator                     prints constants and errors, fitted and as they stand; writes nothing
//   npm run fit:estimator -- --check          fails where the catalog's median error of a kind is more than a tenth (and half a
//                                             point) above the fitted one
//   npm run fit:estimator -- --calibrations   the same for how far measurements carry (scripts/fit-calibrations.mjs)
//   npm run fit:estimator -- --catalog DIR
//
// Constants enter the catalog by hand, rounded: they carry a date and a source, and a changed one changes what people are told.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");

/** Quadratic below this log ratio (about ±10 %), linear above: one odd measurement cannot bend a constant. */
const SOFT = 0.1;
/** Weight of a constant's textbook value; only what no measurement speaks about stays there. */
const RIDGE = 0.01;

/**
 * What is fitted: profile, kinds of rows, and the constants with a textbook value to start from; several paths are one constant.
 * Held: attention at 0.35 of the peak, 0.97 of a file read per token, the layer latency of TensorRT-LLM (see `LOOSE`), and of
 * vLLM, 26 rows of one model, all but three: more of them predict left-out rows worse.
 */
const FITS = [
  {
    profile: "tensorrt-llm-2025",
    kinds: ["batched-dense", "batched-moe"],
    hold: {
      layerLatencyUs: 50,
      layerLatencyTensorParallelUs: 50,
      "experts.mfuExponent": 0.5,
      "experts.mbuExponent": 0.3,
    },
    free: [
      [["mbu"], 0.7],
      [["mfu.bf16"], 0.5],
      [["mfu.fp8"], 0.5],
      [["mfu.fp4"], 0.5],
      [["experts.mfuShare"], 0.7],
      [["experts.mbuShare"], 0.7],
      [["linkEfficiency.nvlink"], 0.5],
      [["linkEfficiency.pcie"], 0.5],
      [["hostUsPerSequenceStep"], 20],
    ],
  },
  {
    profile: "vllm-2024",
    kinds: ["batched-vllm-2024"],
    hold: { layerLatencyUs: 77, layerLatencyTensorParallelUs: 50, "linkEfficiency.nvlink": 0.47 },
    free: [
      [["mbu"], 0.7],
      [["mfu.fp8"], 0.3],
      [["hostUsPerSequenceStep"], 50],
    ],
  },
  {
    profile: "llama.cpp-2024",
    kinds: ["single-stream"],
    hold: {},
    free: ["gddr", "hbm", "unified"].flatMap((memory) => [
      [[`${memory}.mbu`], 0.7],
      [[`${memory}.q4Factor`], 0.9],
      [[`${memory}.layerLatencyUs`], 100],
    ]),
  },
  {
    profile: "llama.cpp-2024",
    kinds: ["prefill"],
    hold: {},
    free: [
      [["prefill.mfu"], 0.4],
      [["prefill.q4Factor"], 0.9],
      [["prefill.multiGpuExponent"], 0.5],
      [["prefill.attentionMultiplier"], 2],
      [["prefill.peakCapTflops"], 400],
    ],
  },
  {
    profile: "llama.cpp-2026",
    kinds: ["single-stream"],
    hold: { "gddr.q4Factor": 1, "hbm.q4Factor": 1, "unified.q4Factor": 1 },
    free: [
      [["gddr.mbu", "hbm.mbu", "unified.mbu"], 0.8],
      [["gddr.layerLatencyUs", "hbm.layerLatencyUs", "unified.layerLatencyUs"], 100],
      [["moeFactor"], 0.7],
    ],
  },
];

/** Set free as well, to show why it is held: batched rows then err less, and the few rows of low concurrency a good deal more. */
const LOOSE = [
  [["layerLatencyUs"], 50],
  [["layerLatencyTensorParallelUs"], 50],
];

/** What a row is reported under: speeds by engine and by what was measured. */
function kindOf(row, { id, lengthsAssumed }, experts) {
  if (lengthsAssumed) return "mlperf-offline";
  if (id === "nim-1.8") return "serving-nim";
  if (row.prefillTokensPerSecond !== undefined) return "prefill";
  if (row.engine === "llama.cpp") return "single-stream";
  if (row.engine === "vllm") return "batched-vllm-2024";
  return experts > 0 ? "batched-moe" : "batched-dense";
}

const METRICS = ["outputTokensPerSecond", "tokensPerSecondPerUser", "prefillTokensPerSecond"];

/**
 * The estimator as it is in `src`, the catalog, and the measurements, each read once: those of speed in catalog/measurements,
 * those of memory in test/fixtures/estimator-cases.json.
 */
export async function loadEstimator(catalogDir = join(root, "catalog")) {
  const cache = join(root, "node_modules/.cache/advisor");
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `estimator-${process.pid}.mjs`);
  const parts = ["sizing", "size-input", "throughput", "single-stream", "memory", "kriging", "measured-cases"].map(
    (p) => `estimate/${p}`,
  );
  await build({
    stdin: {
      contents: [...parts, "catalog/measured-groups"].map((p) => `export * from "./src/${p}.ts";`).join("\n"),
      resolveDir: root,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  const estimate = await import(pathToFileURL(outfile));
  rmSync(outfile);
  const yaml = (path) => parse(readFileSync(join(catalogDir, path), "utf8"));
  const folder = (name) =>
    readdirSync(join(catalogDir, name))
      .filter((file) => file.endsWith(".yaml"))
      .sort()
      .map((file) => ({ id: basename(file, ".yaml"), ...yaml(`${name}/${file}`) }));
  const assumptions = yaml("assumptions.yaml");
  const files = {
    measurements: folder("measurements"),
    measuredModels: yaml("measured-models.yaml").models,
    models: [],
  };
  const measurements = estimate.measuredGroups(files);
  const context = {
    catalog: { models: [], accelerators: folder("accelerators"), assumptions, measurements },
    today: "2026-11-25",
  };
  const fixture = JSON.parse(readFileSync(join(root, "test/fixtures/estimator-cases.json"), "utf8"));
  const names = new Map(Object.entries(assumptions.profiles).map(([name, profile]) => [profile, name]));
  const configOf = (name) => {
    const { geometry, parameters } = files.measuredModels[name];
    return { ...geometry, parametersB: parameters.totalB, activeParametersB: parameters.activeB };
  };
  // Llama 3.1 70B and 3.3 70B are one model to the estimator.
  const dimensions = (name) =>
    Object.keys(files.measuredModels).find((other) => {
      const [a, b] = [name, other].map((n) => JSON.stringify(files.measuredModels[n]?.geometry));
      return a === b;
    }) ?? name;
  const prepared = (row, input) => {
    const job = estimate.readSizeInput(input, context);
    const setup = { ...job, kvBytesPerElement: job.kvBytes, devices: job.count, stages: 1 };
    return { ...row, dimensions: dimensions(row.model), input, job, prepared: setup, profile: names.get(job.profile) };
  };
  const speeds = files.measurements.flatMap((file) =>
    estimate.measurementsOf(file).map((row) => {
      const { model, build: engineDate, ...conditions } = row;
      const input = { ...conditions, engineDate, config: configOf(model) };
      const metric = METRICS.find((m) => row[m] !== undefined);
      const kind = kindOf(row, file, input.config.experts ?? 0);
      const { accelerator } = row;
      return prepared({ id: row.id, kind, source: file.id, model, accelerator, metric, measured: row[metric] }, input);
    }),
  );
  const memory = fixture.cases.map(({ case: { config, ...conditions }, ...row }) => {
    const input = { ...conditions, config: fixture.models[config] ?? configOf(config) };
    return prepared({ ...row, model: config, accelerator: conditions.accelerator }, input);
  });
  return { estimate, context, fixture, rows: [...speeds, ...memory], profiles: assumptions.profiles };
}

/** Speeds that a profile is fitted to; memory follows from dimensions alone, and lengths that are assumed prove little. */
export const isSpeed = (row) => /^(batched|single|prefill|serving)/u.test(row.kind);

/** Likely speed of a row under a profile, tokens per second: what `size()` says, without reading the row again. */
export function predict({ estimate }, row, profile) {
  const { job, prepared } = row;
  prepared.profile = profile;
  if (profile.kind === "serving") {
    const replica = estimate.replicaOf(prepared);
    const batch = Math.max(1, Math.min(job.concurrency, job.requests, replica.maxConcurrency));
    return estimate.outputRate(replica, batch) * profile.resultFactor.likely;
  }
  return row.metric === "prefillTokensPerSecond"
    ? job.inputTokens / estimate.prefillSeconds(prepared)
    : 1 / estimate.tokenSeconds(prepared, 1);
}

const read = (object, path) => path.split(".").reduce((at, key) => at[key], object);
function write(object, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  keys.reduce((at, key) => at[key], object)[last] = value;
}

/** Solves a·x = b by elimination with pivots. */
function solve(a, b) {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < n; i++) {
    const pivot = m.reduce((best, row, k) => (k >= i && Math.abs(row[i]) > Math.abs(m[best][i]) ? k : best), i);
    [m[i], m[pivot]] = [m[pivot], m[i]];
    for (let k = i + 1; k < n; k++) {
      const factor = m[k][i] / m[i][i];
      for (let j = i; j <= n; j++) m[k][j] -= factor * m[i][j];
    }
  }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = m[i][n];
    for (let j = i + 1; j < n; j++) rest -= m[i][j] * x[j];
    x[i] = rest / m[i][i];
  }
  return x;
}

/**
 * Levenberg-Marquardt on the logarithms of the constants: smallest sum of soft-L1 losses of log(predicted / measured), each
 * step a least-squares problem weighted by the loss.
 */
function fitProfile(estimator, rows, profile, { free, hold }) {
  const p = structuredClone(profile);
  for (const [path, value] of Object.entries(hold)) write(p, path, value);
  const guess = free.map(([, value]) => Math.log(value));
  const residuals = (x) => {
    free.forEach(([paths], i) => {
      for (const path of paths) write(p, path, Math.exp(x[i]));
    });
    return rows.map((row) => Math.log(predict(estimator, row, p) / row.measured));
  };
  const cost = (r, x) =>
    r.reduce((sum, e) => sum + 2 * (Math.sqrt(1 + (e / SOFT) ** 2) - 1), 0) +
    x.reduce((sum, v, i) => sum + RIDGE * (v - guess[i]) ** 2, 0);
  let x = guess;
  let r = residuals(x);
  let least = cost(r, x);
  let damping = 0.01;
  for (let round = 0; round < 60; round++) {
    const weight = r.map((e) => 1 / (SOFT ** 2 * Math.sqrt(1 + (e / SOFT) ** 2)));
    const slopes = x.map((_, i) =>
      residuals(x.map((v, k) => (k === i ? v + 1e-4 : v))).map((e, k) => (e - r[k]) / 1e-4),
    );
    const normal = slopes.map((a, i) =>
      slopes.map((b, k) => a.reduce((sum, v, m) => sum + weight[m] * v * b[m], i === k ? RIDGE : 0)),
    );
    const down = slopes.map((a, i) => -a.reduce((sum, v, m) => sum + weight[m] * v * r[m], RIDGE * (x[i] - guess[i])));
    let gain = 0;
    for (let attempt = 0; attempt < 12 && gain === 0; attempt++) {
      const damped = normal.map((row, i) => row.map((v, k) => (i === k ? v * (1 + damping) : v)));
      const step = solve(damped, down);
      const next = x.map((v, i) => v + Math.max(-0.5, Math.min(0.5, step[i])));
      const nextResiduals = residuals(next);
      const nextCost = cost(nextResiduals, next);
      if (nextCost < least) {
        gain = least - nextCost;
        [x, r, least] = [next, nextResiduals, nextCost];
        damping = Math.max(1e-6, damping / 5);
      } else damping *= 4;
    }
    if (gain < 1e-6 * least) break;
  }
  residuals(x);
  return p;
}

/** Every profile fitted to these rows; `missing` names, as `profile/kind`, what there was no row for. */
export function fitAll(estimator, rows) {
  const profiles = structuredClone(estimator.profiles);
  const missing = new Set();
  for (const plan of FITS) {
    const own = rows.filter((r) => r.profile === plan.profile && plan.kinds.includes(r.kind));
    if (own.length === 0) for (const kind of plan.kinds) missing.add(`${plan.profile}/${kind}`);
    else profiles[plan.profile] = fitProfile(estimator, own, profiles[plan.profile], plan);
  }
  for (const name of LIKE_TENSORRT)
    Object.assign(profiles[name], ...FITS[0].free.flat(2).flatMap(constantOf(profiles)));
  return { profiles, missing };
}

/** vLLM's and SGLang's later profiles are the TensorRT-LLM fit times a factor. */
const LIKE_TENSORRT = ["vllm-2026", "sglang-2026"];
const constantOf = (profiles) => (path) => {
  if (typeof path !== "string") return [];
  const key = path.split(".")[0];
  return [{ [key]: profiles["tensorrt-llm-2025"][key] }];
};

/** Without the profiles that have no row left of what decoding is fitted to: the engine's nearest other one stands in. */
function remaining(profiles, missing) {
  const isGone = (name) => ["single-stream", "batched-vllm-2024"].some((kind) => missing.has(`${name}/${kind}`));
  return Object.fromEntries(Object.entries(profiles).filter(([name]) => !isGone(name)));
}

/**
 * Every row with the profiles that are fitted without its group, and the likely speed over the measured by them; null where nothing
 * is left to fit.
 */
export function leaveOut(estimator, groupOf) {
  const rows = estimator.rows.filter(isSpeed);
  return [...new Set(rows.map(groupOf))].flatMap((group) => {
    const { profiles, missing } = fitAll(
      estimator,
      rows.filter((r) => groupOf(r) !== group),
    );
    const left = remaining(profiles, missing);
    return rows
      .filter((r) => groupOf(r) === group)
      .map((row) => {
        // Prefill of llama.cpp in 2026 is that of 2024: nothing of its own.
        if (row.kind === "prefill" && missing.has(`${row.profile}/prefill`)) return { row, group, ratio: null };
        const context = { ...estimator.context, catalog: { ...estimator.context.catalog, measurements: [] } };
        const assumptions = { ...context.catalog.assumptions, profiles: left };
        const { throughput } = estimator.estimate.size(row.input, {
          ...context,
          catalog: { ...context.catalog, assumptions },
        });
        return { row, group, ratio: throughput[row.metric].likely / row.measured, profiles: left };
      });
  });
}

export const quantile = (list, q) => {
  const sorted = [...list].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted.length === 0 ? Number.NaN : sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
};
export const medianError = (ratios) =>
  quantile(
    ratios.map((x) => Math.abs(x - 1)),
    0.5,
  );
export const fold90 = (ratios) =>
  quantile(
    ratios.map((x) => Math.max(x, 1 / x)),
    0.9,
  );
export const percent = (x) => (Number.isNaN(x) ? "–" : `${(100 * x).toFixed(1)} %`);
export const times = (x) => (Number.isNaN(x) ? "–" : `x${x.toFixed(2)}`);

/** A table as aligned text: the first column to the left, figures to the right. */
export function aligned(table) {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => String(row[i]).length)));
  return table
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function errors(estimator, profiles) {
  const ratios = {};
  for (const row of estimator.rows.filter(isSpeed)) {
    ratios[row.kind] ??= [];
    ratios[row.kind].push(predict(estimator, row, profiles[row.profile]) / row.measured);
  }
  return ratios;
}

async function main() {
  const say = (text) => process.stdout.write(`${text}\n`);
  const at = process.argv.indexOf("--catalog");
  const estimator = await loadEstimator(at < 0 ? undefined : process.argv[at + 1]);
  const speeds = estimator.rows.filter(isSpeed);
  const { profiles } = fitAll(estimator, speeds);
  const now = errors(estimator, estimator.profiles);
  const fitted = errors(estimator, profiles);

  if (!process.argv.includes("--check")) {
    const constants = FITS.flatMap(({ profile, free }) =>
      free.map(([paths]) => [
        `${profile} ${paths.length > 1 ? paths[0].replace(/^\w+/u, "*") : paths[0]}`,
        Number(read(profiles[profile], paths[0]).toPrecision(3)),
        read(estimator.profiles[profile], paths[0]),
      ]),
    );
    say(`${aligned([["constant", "fitted", "catalog"], ...constants])}\n`);
    const plan = FITS[0];
    const loose = fitProfile(
      estimator,
      speeds.filter((r) => r.profile === plan.profile && plan.kinds.includes(r.kind)),
      estimator.profiles[plan.profile],
      { free: [...plan.free, ...LOOSE], hold: {} },
    );
    const unheld = errors(estimator, { ...profiles, [plan.profile]: loose });
    const table = Object.keys(now).map((kind) => [
      kind,
      now[kind].length,
      ...[fitted, now, unheld].flatMap((r) => [percent(medianError(r[kind])), times(fold90(r[kind]))]),
    ]);
    const head = ["kind", "n", "fitted", "p90", "catalog", "p90", "latency free", "p90"];
    say(`${aligned([head, ...table])}\n`);
    const latency = LOOSE.map(([[path]]) => `${path} ${read(loose, path).toFixed(0)}`).join(", ");
    say(`Latency free: ${latency}. serving-nim is low concurrency and in no fit; it is why the latency is held.`);
  }

  const stale = Object.keys(now).filter((kind) => {
    const best = medianError(fitted[kind]);
    return medianError(now[kind]) > Math.max(1.1 * best, best + 0.005);
  });
  for (const kind of stale)
    process.stderr.write(
      `${kind}: median error ${percent(medianError(now[kind]))} with the catalog's constants, ${percent(medianError(fitted[kind]))} fitted\n`,
    );
  if (process.argv.includes("--check")) {
    if (stale.length > 0) process.exitCode = 1;
    else say(`The constants of ${new Set(FITS.map((f) => f.profile)).size} profiles are as good as fitted ones.`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--calibrations")) await main();
  else {
    const { fitCalibrations } = await import("./fit-calibrations.mjs");
    const at = process.argv.indexOf("--catalog");
    const estimator = await loadEstimator(at < 0 ? undefined : process.argv[at + 1]);
    fitCalibrations(estimator, { aligned, quantile }, process.argv.includes("--check"));
  }
}
