// Bundles the program into dist/, compiles catalog and rules into hashed JSON, and prints the JSON Schemas into schema/.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

await build({
  entryPoints: { cli: "src/cli/run.ts", index: "src/index.ts", schemas: "src/schemas.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // Packages written for require() still find it inside the bundle.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  logLevel: "warning",
});

const load = (file) => import(pathToFileURL(`${root}dist/${file}`).href);
const { schemas } = await load("schemas.js");
mkdirSync("schema", { recursive: true });
for (const [name, schema] of Object.entries(schemas())) {
  writeFileSync(`schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
const { loadCatalog, loadRules, Failure } = await load("index.js");
try {
  await loadCatalog();
  await loadRules();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
