// The rule engine against two others, on the conditions of the rule packs. `npm run bench -- rules`
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const RULES = 150;
const MANY = 30_000;
const FEW = 3_000;
/** The other engines are slower: fewer candidates, and the cost of one evaluation is compared. */
const OTHERS = {
  "json-rules-engine": { module: "json-rules-engine", candidates: 300, limit: 50 },
  "cel-js": { module: "@marcbachmann/cel-js", candidates: 3_000, limit: 3 },
};
const LIMITS = { ms: 120, growth: 11 };
const PASSES = { ours: 15, "json-rules-engine": 5, "cel-js": 9 };
/** How many candidates are compared by their verdicts: so many without gaps, and as many with. */
const CHECKED = 100;
const UNKNOWN_SHARE = 0.08;
/** 30,000 candidates as the catalog makes them. */
const MODELS = 300;
const PLACES = 100;
const COUNTRIES = ["US", "CN", "DE", "FR", "GB", "JP", "KR", "IN", "SG", "CA", "EU"];

const [, , engine, bundle] = process.argv;
if (bundle) {
  const src = await import(pathToFileURL(bundle).href);
  const run = { ours, "json-rules-engine": jsonRules, "cel-js": cel }[engine];
  process.stdout.write(JSON.stringify(await run(makeWork(src), src)));
} else await compare();

// The work: rules, answers and candidates, the same in every process.

function makeWork(src) {
  const rules = chooseRules(src);
  const { FACTS, factsOf } = src;
  const isRequirement = (path) => FACTS[path].stage === "requirement";
  const named = new Map(rules.flatMap(({ when }) => [...factsOf(when)].map((path) => [path, []])));
  for (const { when, answers } of rules)
    for (const leaf of leavesOf(when)) {
      const want = operandOf(leaf, answers);
      if (want !== undefined && leaf.operator !== "known" && leaf.operator !== "isEmpty")
        named.get(leaf.path).push(...[want].flat());
    }
  const random = generator(20261124);
  const draws = new Map([...named].map(([path, words]) => [path, drawer(FACTS[path], words, random)]));
  // What the example leaves open is answered too: an unknown requirement would leave other engines less to do.
  for (const { when, answers } of rules)
    for (const path of factsOf(when)) if (isRequirement(path)) answers[path] ??= draws.get(path)();
  const paths = [...named.keys()].filter((path) => !isRequirement(path)).sort();
  const draw = (n, gaps) =>
    Array.from({ length: n }, () =>
      Object.fromEntries(paths.map((path) => [path, random() < gaps ? null : draws.get(path)()])),
    );
  const whole = draw(CHECKED, 0);
  // `anywhere` is neither in a country nor outside it: the one known value with an unknown verdict.
  for (const facts of whole)
    for (const path of paths)
      if (FACTS[path].countries && Array.isArray(facts[path]))
        facts[path] = facts[path].filter((c) => c !== "anywhere");
  const some = draw(CHECKED, UNKNOWN_SHARE);
  return { rules, paths, checked: [...whole, ...some], candidates: (n) => draw(n, UNKNOWN_SHARE) };
}

/** Every gate and score rule, and notes for the rest. */
function chooseRules({ FACTS, factsOf, readCondition }) {
  const read = (raw) =>
    readCondition(raw, [], (path, { text }) => {
      throw new Error(`${path.join(".")} ${text}`);
    });
  const all = readdirSync(join(root, "rules"))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => parse(readFileSync(join(root, "rules", name), "utf8")).rules ?? [])
    .map(({ id, kind, onlyWhen, when, examples }) => ({
      id,
      kind,
      onlyWhen: onlyWhen ? read(onlyWhen) : null,
      when: read(when),
      // What an example that comes out true says of the requirements switches the rule on.
      answers: { ...examples.find((e) => e.verdict === "true").facts },
    }))
    .filter(({ when }) => [...factsOf(when)].some((path) => FACTS[path].stage !== "requirement"));
  const deciding = all.filter((rule) => rule.kind !== "note");
  const notes = all.filter((rule) => rule.kind === "note");
  const rules = [...spread(deciding, RULES), ...spread(notes, RULES - Math.min(RULES, deciding.length))];
  if (rules.length < RULES) throw new Error(`${rules.length} rules read a candidate; ${RULES} are wanted.`);
  return rules;
}

/** `n` of a list, evenly spaced; all of a shorter one. */
function spread(list, n) {
  return list.length <= n ? list : Array.from({ length: n }, (_, i) => list[Math.floor((i * list.length) / n)]);
}

/** Draws values of a fact: legal ones, and on both sides of what the rules compare it with. */
function drawer(fact, named, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));
  if (fact.type === "boolean") return () => random() < 0.5;
  if (fact.type === "number") {
    const marks = named.filter((x) => x > 0);
    const low = (marks.length > 0 ? Math.min(...marks) : 1) / 4;
    const high = Math.max(1, ...marks) * 4;
    const figure = () => low * (high / low) ** random();
    // Costs and speeds differ between any two candidates; what a catalog states is one of a few dozen figures.
    if (fact.stage === "estimate" && fact.unit !== "devices") return figure;
    const figures = [0, ...named, ...times(40, () => Math.round(figure()))];
    return () => pick(figures);
  }
  const words = fact.values ?? [
    ...new Set([...named, ...(fact.countries ? COUNTRIES : times(40, (i) => `other-${i}`))]),
  ];
  if (fact.type !== "set") return () => pick(words);
  const members = fact.countries ? [...words, "anywhere"] : words;
  // A set is read from one model or one endpoint and is the same object for all their candidates.
  const sets = times(60, () => [...new Set(times(Math.floor(random() * 4), () => pick(members)))]);
  return () => pick(sets);
}

/** Numbers in [0, 1), the same in every run (mulberry32). */
function generator(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function leavesOf(c) {
  return (c.all ?? c.any)?.flatMap(leavesOf) ?? (c.not ? leavesOf(c.not) : [c]);
}

function operandOf({ operand }, answers) {
  return "fact" in operand ? answers[operand.fact] : operand.value;
}

// Ours.

function ours({ rules, paths, checked, candidates }, { FACTS, grainOf, subjectColumns, applyRule, verdictOf }) {
  // Each fact by a function of its own, three steps deep, as the vocabulary reads facts -> model -> weights.
  for (const path of paths)
    FACTS[path].read = new Function("s", `return s.facts.${grainOf(path)}[${JSON.stringify(path)}]`);
  const pathsOf = (grain) => paths.filter((path) => grainOf(path) === grain);
  const shape = (grain) => JSON.stringify(Object.fromEntries(pathsOf(grain).map((path) => [path, null])));
  const shapes = { model: shape("model"), place: shape("place"), candidate: shape("candidate") };
  const part = (grain, facts) => {
    const own = JSON.parse(shapes[grain]);
    for (const path of pathsOf(grain)) own[path] = facts[path];
    return own;
  };
  const subjects = (list, models = list.length, places = list.length) => {
    const modelParts = list.slice(0, models).map((facts) => part("model", facts));
    const placeParts = list.slice(0, places).map((facts) => part("place", facts));
    return list.map((facts, i) => {
      const m = i % models;
      const p = Math.floor((i * places) / list.length);
      return {
        facts: { model: modelParts[m], place: placeParts[p], candidate: part("candidate", facts) },
        candidate: { model: { id: `model-${m}` }, deployment: { place: `place-${p}` } },
      };
    });
  };
  const pass = (list) => {
    const start = performance.now();
    const columns = subjectColumns(list);
    for (const path of paths) columns.column(path);
    const built = performance.now();
    const verdicts = rules.map((rule) =>
      applyRule(rule, {
        count: columns.count,
        column: (path) => columns.column(path),
        scalar: (path) => rule.answers[path] ?? null,
      }),
    );
    return { verdicts, columns: built - start, rules: performance.now() - built };
  };

  const times = (n, make) => Array.from({ length: n }, make);
  const total = (p) => p.columns + p.rules;
  const figures = (passes) => ({
    ms: median(passes.map(total)),
    best: Math.min(...passes.map(total)),
    rules: median(passes.map((p) => p.rules)),
    bestRules: Math.min(...passes.map((p) => p.rules)),
  });
  const alone = () => {
    const many = subjects(candidates(MANY));
    const few = subjects(candidates(FEW));
    const first = pass(many);
    const passes = times(PASSES.ours, () => ({ few: pass(few), many: pass(many) }));
    return {
      many: { first: total(first), firstRules: first.rules, ...figures(passes.map((p) => p.many)) },
      few: figures(passes.map((p) => p.few)),
      // Of two passes in a row, so that a machine that slows down does not count.
      growth: median(passes.map((p) => total(p.many) / total(p.few))),
      rulesGrowth: median(passes.map((p) => p.many.rules / p.few.rules)),
    };
  };
  const together = () => {
    const catalog = subjects(candidates(MANY), MODELS, PLACES);
    return { catalog: figures(times(PASSES.ours, () => pass(catalog))) };
  };
  const count = (kind) => rules.filter((rule) => rule.kind === kind).length;
  return {
    ids: rules.map(({ id }) => id),
    kinds: `${count("gate")} gates, ${count("score")} score rules and ${count("note")} notes`,
    leaves: rules.reduce((sum, { when }) => sum + leavesOf(when).length, 0),
    facts: paths.length,
    ...alone(),
    ...together(),
    verdicts: pass(subjects(checked)).verdicts.map((verdicts, r) => {
      if (verdicts === null) throw new Error(`${rules[r].id} is switched off.`);
      return checked.map((_, i) => verdictOf(verdicts, i)).join("");
    }),
  };
}

// The others. They get less to do than ours: requirements are put in as constants and `onlyWhen` is left out, ordinals are numbers,
// `EU` is its members already, and none of this is timed.

function plain(condition, answers, src) {
  if ("all" in condition) return { all: condition.all.map((c) => plain(c, answers, src)) };
  if ("any" in condition) return { any: condition.any.map((c) => plain(c, answers, src)) };
  if ("not" in condition) return { not: plain(condition.not, answers, src) };
  const { path, operator } = condition;
  const fact = src.FACTS[path];
  if (fact.stage === "requirement") {
    const columns = { count: 1, scalar: (p) => answers[p] ?? null };
    return { constant: src.applyRule({ onlyWhen: null, when: condition }, columns) === src.TRUE };
  }
  const want = operandOf(condition, answers);
  const leaf = (op, value) => ({ name: nameOf(path), op, value });
  if (operator === "known" || operator === "isEmpty") return leaf(operator, want);
  if (operator === "between") return { all: [leaf(">=", want[0]), leaf("<=", want[1])] };
  const value = (w) => (fact.type === "ordinal" ? fact.values.indexOf(w) : w);
  const comparison = { above: ">", atLeast: ">=", below: "<", atMost: "<=" }[operator];
  if (comparison) return leaf(comparison, value(want));
  if (operator === "hasAllOf") return { all: want.map((w) => leaf("overlaps", src.expand(fact, [w]))) };
  const list = src.expand(fact, [want].flat().map(value));
  if (operator === "within") return leaf("within", list);
  if (operator === "hasNoneOf") return { not: leaf("overlaps", list) };
  if (operator === "isNot" || operator === "notIn") return { not: leaf("in", list) };
  return leaf(fact.type === "set" ? "overlaps" : "in", list);
}

/** Facts by flat names; unknown ones are null. */
function plainFacts(facts, paths, { FACTS, expand }) {
  const form = (path) => {
    const value = facts[path];
    if (value === null) return null;
    if (FACTS[path].type === "ordinal") return FACTS[path].values.indexOf(value);
    return FACTS[path].type === "set" ? expand(FACTS[path], value) : value;
  };
  return Object.fromEntries(paths.map((path) => [nameOf(path), form(path)]));
}

function nameOf(path) {
  return path.replaceAll(".", "_");
}

async function jsonRules({ rules, paths, checked, candidates }, src) {
  const { Engine } = await import("json-rules-engine");
  const made = new Engine();
  made.addFact("always", true);
  // Its own operators make an unknown fact false, these too.
  made.addOperator("overlaps", (set, list) => set?.some((x) => list.includes(x)) === true);
  made.addOperator("within", (set, list) => set?.every((x) => list.includes(x)) === true);
  made.addOperator("isEmpty", (set, yes) => set !== null && (set.length === 0) === yes);
  made.addOperator("known", (value, yes) => (value !== null) === yes);
  const own = { "<": "lessThan", "<=": "lessThanInclusive", ">": "greaterThan", ">=": "greaterThanInclusive" };
  const write = (c) => {
    if (c.all) return { all: c.all.map(write) };
    if (c.any) return { any: c.any.map(write) };
    if (c.not) return { not: write(c.not) };
    if ("constant" in c) return { fact: "always", operator: "equal", value: c.constant };
    const single = { in: "equal", overlaps: "contains" }[c.op];
    return single && c.value.length === 1
      ? { fact: c.name, operator: single, value: c.value[0] }
      : { fact: c.name, operator: own[c.op] ?? c.op, value: c.value };
  };
  for (const { id, when, answers } of rules) {
    const c = write(plain(when, answers, src));
    made.addRule({ name: id, conditions: "fact" in c ? { all: [c] } : c, event: { type: id } });
  }

  const facts = candidates(OTHERS[engine].candidates).map((f) => plainFacts(f, paths, src));
  const pass = async () => {
    const start = performance.now();
    for (const f of facts) await made.run(f);
    return performance.now() - start;
  };
  const first = await pass();
  const passes = [];
  for (let i = 0; i < PASSES[engine]; i++) passes.push(await pass());
  const place = new Map(rules.map(({ id }, r) => [id, r]));
  const verdicts = rules.map(() => "");
  for (const f of checked) {
    const { results, failureResults } = await made.run(plainFacts(f, paths, src));
    for (const { name, result } of [...results, ...failureResults]) verdicts[place.get(name)] += result ? "2" : "0";
  }
  return { first, ms: median(passes), best: Math.min(...passes), verdicts };
}

async function cel({ rules, paths, checked, candidates }, src) {
  const { Environment } = await import("@marcbachmann/cel-js");
  const env = new Environment();
  const types = { number: "double", ordinal: "double", boolean: "bool", set: "list<string>" };
  for (const path of paths) {
    env.registerVariable(nameOf(path), types[src.FACTS[path].type] ?? "string");
    env.registerVariable(`${nameOf(path)}_known`, "bool");
  }
  const lists = "(list<string>, list<string>): bool";
  const sync = { async: false };
  env.registerFunction(`overlaps${lists}`, (set, list) => set.some((x) => list.includes(x)), sync);
  env.registerFunction(`within${lists}`, (set, list) => set.every((x) => list.includes(x)), sync);
  env.registerFunction("isEmpty(list<string>): bool", (set) => set.length === 0, sync);
  const literal = (x) =>
    Array.isArray(x) ? `[${x.map(literal).join(", ")}]` : Number.isInteger(x) ? `${x}.0` : JSON.stringify(x);
  const test = ({ name, op, value }) => {
    if (op === "isEmpty") return `isEmpty(${name}) == ${value}`;
    if (op === "overlaps" && value.length === 1) return `${literal(value[0])} in ${name}`;
    if (op === "overlaps" || op === "within") return `${op}(${name}, ${literal(value)})`;
    if (op === "in" && value.length === 1) return `${name} == ${literal(value[0])}`;
    return `${name} ${op} ${literal(value)}`;
  };
  // An unknown fact would throw: each leaf asks first, which is twice as fast here as has() on an object, and is then false.
  const write = (c) => {
    if (c.all) return `(${c.all.map(write).join(" && ")})`;
    if (c.any) return `(${c.any.map(write).join(" || ")})`;
    if (c.not) return `!${write(c.not)}`;
    if ("constant" in c) return String(c.constant);
    if (c.op === "known") return c.value ? `${c.name}_known` : `!${c.name}_known`;
    return `(${c.name}_known && ${test(c)})`;
  };
  const programs = rules.map(({ when, answers }) => env.parse(write(plain(when, answers, src))));
  // Parsed objects are of one shape, which makes their variables a fifth faster to find.
  const context = (facts) => {
    const f = plainFacts(facts, paths, src);
    const known = Object.fromEntries(Object.keys(f).map((name) => [`${name}_known`, f[name] !== null]));
    return JSON.parse(JSON.stringify({ ...f, ...known }));
  };

  const contexts = candidates(OTHERS[engine].candidates).map(context);
  const verdicts = (list) => programs.map((program) => list.map((c) => (program(c) ? "2" : "0")));
  const pass = () => {
    const start = performance.now();
    verdicts(contexts);
    return performance.now() - start;
  };
  const first = pass();
  const passes = Array.from({ length: PASSES[engine] }, pass);
  return {
    first,
    ms: median(passes),
    best: Math.min(...passes),
    verdicts: verdicts(checked.map(context)).map((row) => row.join("")),
  };
}

function median(xs) {
  return [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];
}

// All of them, one process after the other.

async function compare() {
  const runs = await runAll();
  const own = runs.ours;
  const agreed = checkAgreement(runs);
  const version = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  const eachOf = (ms, candidates) => (ms * 1e6) / (RULES * candidates);
  const rows = [["", "rules x candidates", "first ms", "median ms", "best ms", "ns each", "ratio", "limit"]];
  const row = (name, candidates, { first, ms, best }, ...more) => {
    const each = eachOf(ms, candidates);
    const figures = [first?.toFixed(0) ?? "", ms.toFixed(1), best.toFixed(1), each.toFixed(each < 100 ? 1 : 0)];
    rows.push([name, `${RULES} x ${candidates.toLocaleString("en")}`, ...figures, ...more]);
  };
  const judging = ({ firstRules, rules, bestRules }) => ({ first: firstRules, ms: rules, best: bestRules });
  const { many, few, catalog, growth, rulesGrowth } = own;
  row("ours, from columns of facts", MANY, judging(many));
  row("  with reading the facts", MANY, many, "1", `at most ${LIMITS.ms} ms`);
  row("fewer candidates", FEW, judging(few), "", `grows ${rulesGrowth.toFixed(1)}x`);
  row("  with reading the facts", FEW, few, "", `grows ${growth.toFixed(1)}x, at most ${LIMITS.growth}x`);
  row(`${MODELS} models at ${PLACES} places`, MANY, judging(catalog));
  row("  with reading the facts", MANY, catalog);
  const missed = [];
  if (many.ms > LIMITS.ms) missed.push(`ours takes ${many.ms.toFixed(0)} ms`);
  if (growth > LIMITS.growth) missed.push(`ours grows ${growth.toFixed(1)}x`);
  for (const [name, { module, candidates, limit }] of Object.entries(OTHERS)) {
    const ratio = eachOf(runs[name].ms, candidates) / eachOf(many.ms, MANY);
    row(`${name} ${version(module)}`, candidates, runs[name], ratio.toFixed(1), `at least ${limit}`);
    if (ratio < limit) missed.push(`${name} takes only ${ratio.toFixed(1)} times as long`);
  }
  const widths = rows[0].map((_, c) => Math.max(...rows.map((r) => (r[c] ?? "").length)));
  const line = (r) =>
    r.map((cell, c) => (c === 0 || c === rows[0].length - 1 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])));
  const [load] = loadavg();
  process.stdout.write(
    [
      ...rows.map((r) => line(r).join("  ").trimEnd()),
      "",
      `Conditions of ${own.kinds}, ${own.leaves} comparisons, all switched on; ${own.facts} facts a candidate, ${UNKNOWN_SHARE * 100} % unknown.`,
      "Ours reads facts into columns, each candidate its own, and judges; candidates of models at places share facts, as the catalog's do.",
      "The others are handed prepared facts; requirements are constants to them, and an unknown fact makes a comparison false.",
      `Each engine has a process of its own: its first pass, then ${Object.values(PASSES).join(", ")} more. Limits are of medians; ratios are of ns each, to ours with reading.`,
      `Verdicts on ${2 * CHECKED} candidates agree, all ${agreed.sure.toLocaleString("en")} of which ours is sure; to ${agreed.unsure.toLocaleString("en")} a fact is missing, ours says unknown.`,
      ...(missed.length > 0 ? [`Missed: ${missed.join("; ")}.`] : []),
      ...(load > availableParallelism()
        ? [`The machine was busy (load ${load.toFixed(1)}); repeat on a quiet one.`]
        : []),
      "",
    ].join("\n"),
  );
  process.exitCode = missed.length > 0 ? 1 : 0;
}

async function runAll() {
  const { build } = await import("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "bench-rules-"));
  try {
    const outfile = join(folder, "rules.mjs");
    const sources = ["columns", "condition", "evaluate", "fact", "facts", "read-condition"];
    await build({
      stdin: {
        contents: sources.map((name) => `export * from "./src/rules/${name}.ts";`).join("\n"),
        resolveDir: root,
      },
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      outfile,
      logLevel: "error",
    });
    const runs = {};
    for (const name of ["ours", ...Object.keys(OTHERS)]) {
      const args = [fileURLToPath(import.meta.url), name, outfile];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      runs[name] = JSON.parse(stdout);
    }
    return runs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Where ours is sure, whatever is unknown, the others must say the same; of candidates without gaps ours must always be sure.
 * @throws Error at the first verdict that differs: then the engines do not do the same work
 */
function checkAgreement({ ours: { verdicts, ids }, ...others }) {
  let sure = 0;
  let unsure = 0;
  for (const [r, row] of verdicts.entries())
    for (let i = 0; i < 2 * CHECKED; i++) {
      const at = `${ids[r]}, candidate ${i}`;
      if (row[i] === "1") {
        if (i < CHECKED) throw new Error(`${at}: unknown to ours though every fact is known.`);
        unsure++;
        continue;
      }
      sure++;
      for (const [name, other] of Object.entries(others))
        if (other.verdicts[r][i] !== row[i]) throw new Error(`${at}: ours ${row[i]}, ${name} ${other.verdicts[r][i]}.`);
    }
  return { sure, unsure };
}
