// What a report brings along in itself: the script of src/client and the style beside it, minified, with the hashes that its
// content security policy names. `import … from "advisor:page"` is this, in the build and in the tests.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const NAME = "advisor:page";
const root = fileURLToPath(new URL("..", import.meta.url));

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022", "chrome111", "firefox113", "safari16.4"],
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
  });
  const text = outputFiles[0].text.trim();
  if (/<\/(?:script|style)/iu.test(text)) throw new Error(`${entry} would end its own element`);
  return text;
}

async function source() {
  const [script, style] = await Promise.all([bundled("src/client/main.ts"), bundled("src/client/page.css")]);
  const hash = (text) => createHash("sha256").update(text).digest("base64");
  return Object.entries({ script, scriptHash: hash(script), style, styleHash: hash(style) })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join("\n");
}

/** For esbuild. */
export const pageAssets = {
  name: "page-assets",
  setup(b) {
    b.onResolve({ filter: /^advisor:page$/ }, () => ({ path: NAME, namespace: "page" }));
    b.onLoad({ filter: /.*/, namespace: "page" }, async () => ({ contents: await source(), loader: "js" }));
  },
};

/** For Vite, which runs the tests. */
export const pageAssetsOfTests = {
  name: "page-assets",
  resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
  load: (id) => (id === `\0${NAME}` ? source() : null),
};
