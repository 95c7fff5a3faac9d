// Start-up and memory of the main job against bare Node: median of 20 runs each, taken in turn, one process at a time.
// `npm run bench -- rules` measures the rule engine instead, `decide` the decision method, `size` the estimator,
// `interview` the time between an answer and the next prompt, `plan` the assignment of a plan.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const RUNS = 20;
const command = [`${root}bin/advisor.js`, "recommend", "--preset", "regulated-bank-contracts"];
const probe = "process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))";

function time(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, text: String(stderr) };
}
const median = (xs) => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];

const [, , what] = process.argv;
if (["rules", "decide", "size", "interview", "plan"].includes(what)) await import(`./bench-${what}.mjs`);
else startUp();

function startUp() {
  time(["-e", "0"]);
  time(command);
  const bare = [];
  const ours = [];
  for (let i = 0; i < RUNS; i++) {
    bare.push(time(["-e", "0"]).ms);
    ours.push(time(command).ms);
  }
  const rss =
    Number(
      time(["--import", `data:text/javascript,${encodeURIComponent(probe)}`, ...command]).text.match(/\d+$/u)?.[0],
    ) / 1024;
  const ratio = median(ours) / median(bare);
  process.stdout.write(
    `node -e 0            ${median(bare).toFixed(1)} ms (median of ${RUNS})\nadvisor recommend    ${median(ours).toFixed(1)} ms\nratio                ${ratio.toFixed(2)} (at most 2.00)\npeak memory          ${rss.toFixed(0)} MB (under 120)\n`,
  );
  process.exitCode = ratio <= 2 && rss < 120 ? 0 : 1;
}
