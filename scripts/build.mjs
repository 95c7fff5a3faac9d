// Bundles the program into dist/, compiles catalog and rules into hashed JSON, and prints the JSON Schemas into schema/ and the
// vocabulary of the rules into docs/facts.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { pageAssets } from "./page-assets.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // A package with a WebAssembly file beside it; only a plan over many workloads loads it.
  external: ["highs"],
  logLevel: "warning",
};
// The command is one script, so that V8 can keep its compiled code beside it. What reads YAML and schemas is a second script that
// the main job does not touch; commander's way to start other programs is never used and costs a tenth of the start.
const ON_DEMAND = [
  "requirements/check-layer",
  "catalog/compile-catalog",
  "cli/catalog",
  "cli/rules",
  "cli/size",
  "cli/tco",
  "cli/plan",
  "cli/recommend-portfolio",
  "cli/compare",
  "cli/explain",
  "cli/diff",
  "cli/check",
  "cli/completion",
  "report/csv",
  "report/decision-record",
  "cli/what-if",
  "estimate/evaluations",
  "rules/compile-packs",
  "yaml/digest",
];
/** Scripts that are loaded when something in them is asked for: the page brings the libraries of its charts, the interview its prompts. */
const LAZY = {
  yaml: ["yaml/parse", "yaml/read"],
  "on-demand": ON_DEMAND,
  page: ["report/html"],
  interview: ["cli/interview"],
};
const lean = (...scripts) => ({
  name: "lean",
  setup(b) {
    b.onResolve({ filter: /\.ts$/ }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const wanted = path.replace(/^.*\/(.+)\.ts$/, "/$1");
      const script = scripts.find((s) => LAZY[s].some((name) => name.endsWith(wanted)));
      return script && { path: `./${script}.cjs`, external: true };
    });
  },
});
/** Modules that take longer to load than what is wanted of them: nothing, the global of the same name, the folder of the script. */
const AT_HAND = {
  "node:child_process": "module.exports = {};",
  "node:process": "module.exports = globalThis.process;",
};
const atHand = {
  name: "at-hand",
  setup(b) {
    b.onResolve({ filter: /^node:(child_process|process)$/ }, ({ importer, path }) =>
      importer.includes("/commander/") ? { path, namespace: "at-hand" } : undefined,
    );
    b.onLoad({ filter: /.*/, namespace: "at-hand" }, ({ path }) => ({ contents: AT_HAND[path], loader: "js" }));
    b.onLoad({ filter: /\/src\/root\.ts$/ }, () => ({
      contents: 'import { join, sep } from "node:path"; export const ROOT = join(__dirname, "..") + sep;',
      loader: "js",
    }));
  },
};
const script = { ...common, format: "cjs", supported: { "dynamic-import": false } };
for (const [name, rooms] of Object.entries(LAZY)) {
  await build({
    ...script,
    plugins: [lean(...Object.keys(LAZY).filter((other) => other !== name)), pageAssets, atHand],
    define: { "import.meta.url": "__url" },
    banner: { js: 'const __url=require("node:url").pathToFileURL(__filename).href;' },
    stdin: { contents: rooms.map((room) => `export * from "./src/${room}.ts";`).join("\n"), resolveDir: root },
    outfile: `dist/${name}.cjs`,
  });
}
await build({
  ...script,
  plugins: [lean(...Object.keys(LAZY)), atHand],
  entryPoints: { cli: "src/cli/run.ts" },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  charset: "ascii",
  minifyIdentifiers: true,
  // One expression, the function that bin/advisor.js calls.
  banner: { js: "(function(require,__filename,__dirname){" },
  footer: { js: "})" },
});
await build({
  ...common,
  entryPoints: { index: "src/index.ts", schemas: "src/schemas.ts" },
  outdir: "dist",
  splitting: true,
  format: "esm",
  // Packages written for require() still find it inside the bundle.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
});

// bin/advisor.js reads it as Latin-1, which is quicker and right for ASCII alone; esbuild leaves regular expressions as they are.
const escaped = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
writeFileSync("dist/cli.cjs", readFileSync("dist/cli.cjs", "utf8").replace(/[\u0080-\uffff]/g, escaped));

const load = (file) => import(pathToFileURL(`${root}dist/${file}`).href);
const { schemas, layerShape, factsPage, loadQuestions } = await load("schemas.js");
writeFileSync("dist/layer-shape.json", JSON.stringify(layerShape()));
writeFileSync("docs/facts.md", factsPage());
mkdirSync("schema", { recursive: true });
for (const [name, schema] of Object.entries(schemas())) {
  writeFileSync(`schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
const { loadCatalog, loadWholeCatalog, loadRules, Failure } = await load("index.js");
try {
  await loadCatalog();
  await loadWholeCatalog();
  await loadRules();
  await loadQuestions();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

run("node_modules/typescript/bin/tsc", ["-p", "tsconfig.types.json"]);
run("bin/advisor.js", ["recommend", "--preset", "regulated-bank-contracts"], { ADVISOR_KEEP_CODE: "1" });

function run(script, args, env = {}) {
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) {
    process.stderr.write(`${script}: ${stderr}\n`);
    process.exit(1);
  }
}
