// The interview on the whole catalog: time from an answer to the next prompt, for three people, each of whom reads every question for a
// while, answers as soon as it is there, or takes other answers than those that are preselected. `npm run bench -- interview`
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const self = fileURLToPath(import.meta.url);
const [asked, inside, who] = process.argv.slice(2).filter((word) => word !== "interview");

const LIMIT_MS = 150;
const TODAY = "2026-11-25";

/** Every person is a process of its own: nothing is warm. */
async function outside() {
  const outfile = join(root, "dist", `bench-interview-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: [
        "catalog/load",
        "rules/load",
        "requirements/load-questions",
        "advise/foresight",
        "interview/guide",
        "interview/conversation",
      ]
        .map((f) => `export * from "./src/${f}.ts";`)
        .join("\n"),
      resolveDir: root,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
    banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  });
  let worst = 0;
  for (const { name } of READERS) {
    if (asked && name !== asked) continue;
    for (const person of Object.keys(PEOPLE)) {
      const { clock, cpu } = JSON.parse(
        execFileSync(process.execPath, [self, name, outfile, person], { encoding: "utf8" }),
      );
      const sorted = [...clock].sort((a, b) => a - b);
      worst = Math.max(worst, ...clock);
      const ms = (x) => x.toFixed(0).padStart(4);
      process.stdout.write(
        `${name.padEnd(31)} ${person.padEnd(22)} median ${ms(sorted[sorted.length >> 1])} ms, longest ${ms(sorted.at(-1))} ms, of the processor at most ${ms(Math.max(...cpu))} ms\n  before each prompt  ${clock.map(ms).join("")} ms\n  of the processor    ${cpu.map(ms).join("")} ms\n`,
      );
    }
  }
  rmSync(outfile);
  process.stdout.write(`longest ${worst.toFixed(0)} ms (at most ${LIMIT_MS})\n`);
  process.exitCode = worst <= LIMIT_MS ? 0 : 1;
}

const PEOPLE = {
  founder: { job: ["chat"] },
  "bank architect": {
    job: ["document-analysis"],
    sector: ["finance"],
    "may leave": ["inside"],
    country: ["DE"],
  },
  "hospital data officer": { job: ["summarization"], sector: ["health"], "may leave": ["rented"], country: ["FR"] },
};
const READERS = [
  { name: "reads for 2 s", readsMs: 2000, isContrary: false },
  { name: "answers at sight", readsMs: 30, isContrary: false },
  { name: "never reads", readsMs: 0, isContrary: false },
  { name: "never reads, answers otherwise", readsMs: 0, isContrary: true },
];

/** Of the thread that answers keys, where the system tells it: compiling and tidying go on beside it. */
const STAT = `/proc/self/task/${process.pid}/schedstat`;
const cpuMs = existsSync(STAT)
  ? () => Number(readFileSync(STAT, "utf8").split(" ")[0]) / 1e6
  : () => process.cpuUsage().user / 1000;

/** Milliseconds before each prompt, by the clock and of the processor. */
async function paces(core, said, { readsMs, isContrary }) {
  const [catalog, rulebook, questions] = await Promise.all([
    core.loadCatalog(),
    core.loadRules(),
    core.loadQuestions(),
  ]);
  const context = {
    questions,
    defaults: { requirements: catalog.defaults, tasks: catalog.tasks },
    accelerators: catalog.accelerators.map((a) => a.id),
  };
  const clock = [];
  const cpu = [];
  let since = null;
  const ask = async (card) => {
    if (since) {
      clock.push(performance.now() - since.clock);
      cpu.push(cpuMs() - since.cpu);
    }
    if (readsMs > 0) await new Promise((resolve) => setTimeout(resolve, readsMs));
    since = { clock: performance.now(), cpu: cpuMs() };
    if (card.short === "the rest") return { kind: "chosen", ids: ["go-on"] };
    const ids = card.options.map((o) => o.id);
    const other = ids.find((id) => !card.chosen.includes(id) && (card.typing?.label === undefined || id !== ""));
    const usual = card.form === "several" ? [] : [other ?? ids[0]];
    const isFree = isContrary && !["start", "summary"].includes(card.short);
    const chosen = said[card.short] ?? (isFree ? usual : card.chosen.length > 0 ? card.chosen : ids.slice(0, 1));
    return { kind: "chosen", ids: chosen.filter((id) => ids.includes(id)) };
  };
  const asker = { ask, askLine: async ({ usual }) => usual, tell: () => undefined, show: () => undefined };
  const guide = new core.Guide(context, new core.Foresight({ catalog, rulebook, today: TODAY }));
  await core.converse({ guide, context, asker, presets: catalog.presets, file: null, keep: () => undefined }, null);
  return { clock, cpu };
}

if (inside) {
  const core = await import(pathToFileURL(inside).href);
  const reader = READERS.find((r) => r.name === asked);
  process.stdout.write(JSON.stringify(await paces(core, PEOPLE[who], reader)));
} else await outside();
