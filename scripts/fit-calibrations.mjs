// Fits how far measurements carry, `calibrations` in catalog/assumptions.yaml, and shows it beside the catalog's. See
// docs/estimator.md.
//
//   npm run fit:estimator -- --calibrations            prints constants and scores, fitted and as they stand; writes nothing
//   npm run fit:estimator -- --calibrations --check    fails where the catalog's score is more than a tenth below the fitted one
//
// A score is the mean logarithm of the density that was given to what was measured: each row told by the others, and each without
// its model on its accelerator. Heavy tails (Student's t, 4 degrees), so that one odd measurement bends little.
const TAIL = 4;
/** Weight of a constant's textbook value in the score, per squared logarithm. */
const RIDGE = 0.002;
const START = { model: 0.1, shape: 0.1, case: 0.1, build: 0.05, repeat: 0.04, experts: 1 };
const START_REACH = { inputTokens: 1, outputTokens: 1, batch: 1, devices: 1, weightBytes: 0.5, months: 6 };
const STEPS = [2, 1.4, 1.15];
const WORSE = 0.1;

const FITS = [
  { calibration: "serving", phase: "decode", of: (r) => r.profile === "tensorrt-llm-2025" },
  { calibration: "serving-vllm-2024", phase: "decode", of: (r) => r.profile === "vllm-2024" },
  { calibration: "stream", phase: "decode", of: (r) => r.kind === "single-stream" },
  { calibration: "prefill", phase: "prefill", of: (r) => r.kind === "prefill" },
];

const lgamma = (n) => {
  let sum = 0;
  let x = n;
  for (; x < 7; x++) sum -= Math.log(x);
  return sum + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x);
};
/** Logarithm of Student's density whose variance is that of the deviation. */
const SPREAD = Math.sqrt((TAIL - 2) / TAIL);
const NORM = lgamma((TAIL + 1) / 2) - lgamma(TAIL / 2) - 0.5 * Math.log(TAIL * Math.PI);
function density(error, deviation) {
  const scale = deviation * SPREAD;
  return NORM - Math.log(scale) - ((TAIL + 1) / 2) * Math.log(1 + (error / scale) ** 2 / TAIL);
}

function told(estimate, cases, i, c, isGone) {
  const { place } = cases[i];
  const others = cases.filter(
    (m, k) =>
      k !== i &&
      !isGone(m) &&
      ((m.place.model === place.model && m.place.maker === place.maker) ||
        (c.accelerator > 0 && m.place.accelerator === place.accelerator)),
  );
  const found = others.length > 0 ? estimate.krige(others, null, place, { ...c, least: 0 }) : null;
  if (found) return found;
  const repeat = (c.repeat * (place.experts ? c.experts : 1)) ** 2;
  return { mean: 0, deviation: Math.sqrt(estimate.covariance(place, place, c) + repeat) };
}

/** Score, and standardized errors of each row told by all others. */
function score(estimate, cases, c) {
  const read = cases.map((m) => ({ ...m, variance: (c.repeat * (m.place.experts ? c.experts : 1)) ** 2 }));
  let sum = 0;
  const errors = [];
  for (const [i, { place, value }] of read.entries()) {
    const alone = told(estimate, read, i, c, () => false);
    const apart = told(
      estimate,
      read,
      i,
      c,
      (m) => m.place.model === place.model && m.place.accelerator === place.accelerator,
    );
    sum += (density(value - alone.mean, alone.deviation) + density(value - apart.mean, apart.deviation)) / 2;
    errors.push(Math.abs(value - alone.mean) / alone.deviation);
  }
  return { mean: sum / read.length, errors };
}

const read = (c, path) => path.split(".").reduce((at, key) => at[key], c);
function changed(c, path, value) {
  const [head, inner] = path.split(".");
  return inner ? { ...c, reach: { ...c.reach, [inner]: value } } : { ...c, [head]: value };
}

/** One constant after the other, in smaller and smaller steps, as long as the score rises. */
function ascend(estimate, cases, catalog) {
  const free = [
    ...Object.entries(START),
    ...(catalog.accelerator > 0 ? [["accelerator", 0.1]] : []),
    ...Object.entries(START_REACH).map(([key, x]) => [`reach.${key}`, x]),
  ].filter(([path]) => path !== "experts" || cases.some((m) => m.place.experts));
  const guess = Object.fromEntries(free);
  let c = free.reduce((at, [path, x]) => changed(at, path, x), catalog);
  const whole = (x) =>
    score(estimate, cases, x).mean -
    free.reduce((sum, [path]) => sum + RIDGE * Math.log(read(x, path) / guess[path]) ** 2, 0);
  let best = whole(c);
  for (const step of STEPS)
    for (const [path] of free)
      for (const factor of [step, 1 / step]) {
        const next = changed(c, path, read(c, path) * factor);
        const now = whole(next);
        if (now <= best + 1e-4) continue;
        [c, best] = [next, now];
        break;
      }
  return { constants: c, free: free.map(([path]) => path) };
}

export function fitCalibrations({ estimate, context, rows }, { aligned, quantile }, isCheck) {
  const say = (text) => process.stdout.write(`${text}\n`);
  let isStale = false;
  for (const { calibration, phase, of } of FITS) {
    const catalog = context.catalog.assumptions.calibrations[calibration];
    const all = rows.filter(of).flatMap((r) => estimate.knownCases(r.job, phase, context)?.cases ?? []);
    const cases = [...new Set(all)].filter((m) => !m.source.lengthsAssumed);
    const { constants, free } = ascend(estimate, cases, catalog);
    const [fitted, now] = [constants, catalog].map((c) => score(estimate, cases, c));
    const deviations = quantile(fitted.errors, 0.9);
    const table = [
      [calibration, "fitted", "catalog"],
      ...free.map((path) => [path, read(constants, path).toPrecision(2), read(catalog, path)]),
      ["deviations", deviations.toFixed(2), catalog.deviations],
      ["score", fitted.mean.toFixed(3), now.mean.toFixed(3)],
    ];
    if (!isCheck) say(`${aligned(table)}\n${cases.length} rows\n`);
    if (now.mean < fitted.mean - WORSE) {
      isStale = true;
      process.stderr.write(`${calibration}: score ${now.mean.toFixed(3)}, ${fitted.mean.toFixed(3)} fitted\n`);
    }
  }
  if (isStale && isCheck) process.exitCode = 1;
  else if (isCheck) say(`The constants of ${FITS.length} calibrations are as good as fitted ones.`);
}
