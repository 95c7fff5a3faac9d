// The interview on the whole catalog: time from an answer to the next prompt, for three people who read each question for a while,
// and for one who never stops to read. `npm run bench -- interview`
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(root, "dist", `bench-interview-${process.pid}.mjs`);
await build({
  stdin: {
    contents: [
      "catalog/load",
      "rules/load",
      "requirements/load-questions",
      "advise/foresight",
      "interview/guide",
      "interview/interview",
      "interview/choices",
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
const core = await import(pathToFileURL(outfile).href);
rmSync(outfile);

/** A person reads a question for at least so long. */
const READS_MS = 2000;
const LIMIT_MS = 150;
const TODAY = "2026-11-25";

const [catalog, rulebook, questions] = await Promise.all([core.loadCatalog(), core.loadRules(), core.loadQuestions()]);
const context = {
  questions,
  defaults: { requirements: catalog.defaults, tasks: catalog.tasks },
  accelerators: catalog.accelerators.map((a) => a.id),
};
const PEOPLE = {
  founder: { task: ["chat"] },
  "bank architect": { task: ["document-analysis"], sector: ["finance"], reach: ["inside"], jurisdiction: ["DE"] },
  "hospital data officer": { task: ["summarization"], sector: ["health"], reach: ["rented"], jurisdiction: ["FR"] },
};

/** Milliseconds before each prompt. */
function paces(said, readsMs) {
  const guide = new core.Guide(context, new core.Foresight({ catalog, rulebook, today: TODAY }));
  const found = [];
  let interview = core.begin(core.NOTHING);
  for (;;) {
    const from = performance.now();
    const step = guide.next(interview);
    found.push(performance.now() - from);
    if (step.kind !== "question") return found;
    const ahead = guide.ahead(interview);
    const read = performance.now();
    while (performance.now() - read < readsMs && !ahead.next().done);
    const settled = core.settledOf(interview, context.defaults);
    const { question, job } = step;
    const chosen = said[question.id] ?? core.preselected(question, job, settled, context);
    const sets = core.setsOf(question, chosen, settled);
    interview = core.withReply(interview, { question: question.id, job, sets, chosen, isUnknown: false, said: "" });
  }
}

let worst = 0;
for (const [who, said] of Object.entries(PEOPLE)) {
  const found = paces(said, READS_MS);
  worst = Math.max(worst, ...found);
  process.stdout.write(
    `${who.padEnd(22)} ${found.map((ms) => ms.toFixed(0).padStart(4)).join(" ")} ms before each prompt\n`,
  );
}
const hasty = paces(PEOPLE.founder, 0);
process.stdout.write(
  `longest                ${worst.toFixed(0)} ms (at most ${LIMIT_MS}, who reads each question for ${READS_MS / 1000} s)\nwho never reads        ${Math.max(...hasty).toFixed(0)} ms at most, ${hasty.reduce((s, x) => s + x, 0).toFixed(0)} ms in all\n`,
);
process.exitCode = worst <= LIMIT_MS ? 0 : 1;
