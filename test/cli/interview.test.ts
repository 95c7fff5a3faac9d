import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { VirtualTerminal } from "../interview/virtual-terminal.ts";
import { run } from "./run.ts";

const TODAY = "2026-11-25";
const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "advisor-interview-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function start(
  args: readonly string[],
  terminal = new VirtualTerminal(),
  env: Record<string, string> = { NO_COLOR: "1" },
) {
  const code = main(args, {
    stdout: { write: (text) => terminal.write(text), isTTY: true, columns: terminal.keyboard.output.columns },
    stderr: { write: (text) => terminal.write(text), isTTY: true, columns: terminal.keyboard.output.columns },
    env: { TERM: "xterm", ...env },
    today: () => TODAY,
    keyboard: () => terminal.keyboard,
    patience: Number.POSITIVE_INFINITY,
  });
  return { terminal, code };
}

/** What a person answers: to the beginning of a question the keys that are pressed. */
type Script = readonly (readonly [question: string, ...keys: string[]])[];

/** Answers prompt after prompt, whatever order they come in, until the program ends; Enter where nothing else is said. */
async function answer(
  { terminal, code }: ReturnType<typeof start>,
  script: Script,
): Promise<{ readonly asked: string[]; readonly prompts: string[]; readonly code: number; readonly lines: string[] }> {
  const asked: string[] = [];
  const prompts: string[] = [];
  const left = [...script];
  let ended: number | null = null;
  const end = code.then((c) => {
    ended = c;
    return "";
  });
  let answered = -1;
  for (;;) {
    const prompt = await Promise.race([terminal.prompt(answered), end]);
    if (ended !== null) return { asked, prompts, code: ended, lines: await terminal.lines() };
    const question = prompt.split("\n")[0]?.slice(2) ?? "";
    asked.push(question);
    if (asked.length > 40) throw new Error(`it does not end: ${asked.join(" ")}`);
    prompts.push(prompt);
    const at = left.findIndex(([q]) => prompt.replaceAll(/\n\s*/gu, " ").slice(2).startsWith(q));
    const keys = at < 0 ? ["enter"] : (left.splice(at, 1)[0] as readonly string[]).slice(1);
    answered = await terminal.answered();
    for (const key of keys) {
      terminal.press(key);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

const FOUNDER: Script = [
  ["What is the job?", "chatbot", "enter"],
  ["How sensitive", "?", "enter"],
];
const BANK: Script = [
  ["What is the job?", "contract review", "enter"],
  ["Which sector", "2", "enter"],
  ["May this data", "3", "enter"],
  ["Where is your organization", "Germany", "enter"],
  ["How shall the eight", "1", "enter"],
  ["Everything is at its worst", "3", "space", "5", "space", "1", "space", "enter"],
  ["Privacy, Independence, Quality", "100, 80, 60", "enter"],
];
const HOSPITAL: Script = [
  ["What is the job?", "patient records", "enter"],
  ["Which sector", "3", "enter"],
  ["May this data", "2", "enter"],
  ["Where is your organization", "France", "enter"],
  ["How many requests", "u"],
];
const ENDING: Script = [
  ["What next?", "5", "enter"],
  ["File to write;", "d.json", "enter"],
  ["What next?", "7", "enter"],
  ["What next?", "8", "enter"],
];
const PEOPLE: Readonly<Record<string, Script>> = { founder: FOUNDER, bank: BANK, hospital: HOSPITAL };

/** Words of a command line as a shell reads them. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/gu)].map((m) => m[0].replaceAll("'", ""));

/** The command that the menu shows, as one line. */
const commandIn = (terminal: VirtualTerminal): string => {
  const found = [...terminal.raw.matchAll(/^ {2}advisor (recommend .*)$/gmu)].at(-1)?.[1];
  if (found === undefined) throw new Error("no command was shown");
  return found.trim();
};

describe("three people", () => {
  it.each(Object.keys(PEOPLE))(
    "are asked fewer than twelve questions, get a ranking, and a command that gives the same bytes: %s",
    async (who) => {
      const terminal = new VirtualTerminal(120, 50);
      const { asked, prompts, code, lines } = await answer(start([], terminal), [
        ...(PEOPLE[who] as Script),
        ...ENDING,
      ]);
      expect(code).toBe(0);
      const numbers = prompts.flatMap((p) => /question (\d+) of at most (\d+)/u.exec(p)?.slice(1, 3).map(Number) ?? []);
      expect(Math.max(...numbers)).toBeLessThan(12);
      expect(asked.slice(0, 5)).toEqual([
        "Where do we start?",
        "What is the job?",
        "Which sector are you in?",
        "How sensitive is the most sensitive data you will send?",
        "May this data leave your own rooms?",
      ]);
      expect(asked).toContain("Is this right?");
      const text = lines.join("\n");
      expect(text).toMatch(/#\s+model/u);
      const { out } = await runWords([...words(commandIn(terminal)), "--format", "json"]);
      expect(readFileSync("d.json", "utf8")).toBe(out);
      compareWithRecorded(who, prompts);
    },
    180_000,
  );
});

async function runWords(argv: readonly string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const code = await main(argv, {
    stdout: { write: (text) => void (out += text), isTTY: false, columns: undefined },
    stderr: { write: () => undefined, isTTY: false, columns: undefined },
    env: {},
    today: () => TODAY,
  });
  return { code, out };
}

/**
 * What was recorded (`RECORD=1 npx vitest run test/cli/interview.test.ts`) says the same of every question that is still asked.
 * Figures of the catalog are left out: a new price may ask in another order.
 */
function compareWithRecorded(who: string, prompts: readonly string[]): void {
  const file = join(import.meta.dirname, "__transcripts__", `${who}.txt`);
  const now = prompts.map(masked);
  if (process.env["RECORD"]) writeFileSync(file, `${now.join(`\n${LINE}\n`)}\n`);
  const recorded = readFileSync(file, "utf8").trimEnd().split(`\n${LINE}\n`);
  const head = (prompt: string): string => prompt.split("\n")[0] ?? "";
  const both = now.filter((p) => recorded.some((r) => head(r) === head(p)) && !/^\? It is close/u.test(p));
  expect(both.length).toBeGreaterThan(8);
  for (const prompt of both) expect(recorded.filter((r) => head(r) === head(prompt))).toContain(prompt);
}

const LINE = "-".repeat(20);
const masked = (prompt: string): string =>
  prompt
    .replace(
      /[\d,]+ of [\d,]+ candidates left · [\s\S]*?(?:how\s+sure|[\d.]+\s%|close\s+call|condition\s+yet)/gu,
      "… candidates left · leader: …",
    )
    .replace(/question \d+ of at most \d+/gu, "question … of at most …")
    .replace(/touches [\d,]+ candidates?(?:, and one answer rules out [\d,]+)?/gu, "touches … candidates")
    .replace(/with [\d.]+ % probability/gu, "with … % probability");

/** Escape sequences that set a colour or a weight. */
const coloursIn = (raw: string): number => raw.split("\u001b[").filter((part) => /^[\d;]*m/u.test(part)).length;

describe("on a terminal", () => {
  it("goes back three times and takes another answer, and what was answered stays preselected", async () => {
    const terminal = new VirtualTerminal();
    const { prompts, code } = await answer(start(["init"], terminal), [
      ["What is the job?", "chatbot", "enter"],
      ["Which sector", "2", "enter"],
      ["How sensitive", "3", "enter"],
      ["May this data", "b"],
      ["How sensitive", "b"],
      ["Which sector", "b"],
      ["What is the job?", "translat", "enter"],
      ["Which sector", "enter"],
      ["How sensitive", "u"],
    ]);
    expect(code).toBe(0);
    expect(prompts.filter((p) => p.startsWith("? Which sector"))[2]).toMatch(/❯ Finance/u);
    expect(prompts.filter((p) => p.startsWith("? How sensitive"))[1]).toMatch(/❯ Confidential/u);
    const saved = readFileSync("advisor.yaml", "utf8");
    expect(saved).toMatch(/task: translation/u);
    expect(saved).toMatch(/sector: finance/u);
    expect(saved).toMatch(/sensitivity: unknown/u);
    const { code: ranked, out } = await run("recommend advisor.yaml --format json");
    expect(ranked).toBe(0);
    expect(JSON.parse(out).requirements.workloads[0].data.sensitivity).toBeNull();
  }, 120_000);

  it("keeps answers at Ctrl-C, leaves the terminal as it was, and goes on at the same question", async () => {
    const terminal = new VirtualTerminal();
    const first = await answer(start([], terminal), [
      ["What is the job?", "chatbot", "enter"],
      ["Which sector", "2", "enter"],
      ["How sensitive", "ctrl-c"],
    ]);
    expect(first.code).toBe(130);
    expect(first.lines.join("\n")).toContain("advisor --resume");
    expect(terminal.isRaw.at(-1)).toBe(false);
    expect(terminal.raw.lastIndexOf("\u001b[?25h")).toBeGreaterThan(terminal.raw.lastIndexOf("\u001b[?25l"));
    const second = await answer(start(["--resume"]), [["How sensitive", "s"]]);
    expect(second.asked).toEqual(["How sensitive is the most sensitive data you will send?"]);
    expect(second.code).toBe(0);
    const third = await answer(start([]), [
      ["An interview was left", "2", "enter"],
      ["Where do we start?", "ctrl-c"],
    ]);
    expect(third.asked).toEqual(["An interview was left here. Go on with it?", "Where do we start?"]);
    expect(third.code).toBe(130);
    expect(existsSync(".advisor")).toBe(false);
    expect(await answer(start(["--resume"]), [])).toMatchObject({ code: 2 });
  }, 120_000);

  it("asks within 60 columns, without a colour where none is wanted", async () => {
    const terminal = new VirtualTerminal(60, 24);
    const { prompts } = await answer(start([], terminal), [
      ["What is the job?", "summar", "enter"],
      ["How sensitive", "?", "enter"],
      ["May this data", "ctrl-c"],
    ]);
    expect(prompts.length).toBe(5);
    expect(await terminal.overflowing()).toEqual([]);
    expect(coloursIn(terminal.raw)).toBe(0);
    rmSync(".advisor", { recursive: true });
    const coloured = new VirtualTerminal();
    await answer(start([], coloured, { TERM: "xterm-256color" }), [["Where do we start?", "ctrl-c"]]);
    expect(coloursIn(coloured.raw)).toBeGreaterThan(0);
  }, 60_000);

  it("--plain repaints nothing and takes numbers, words and letters", async () => {
    const terminal = new VirtualTerminal(80, 40);
    const { code } = start(["init", "--plain"], terminal);
    let from = 0;
    const say = async (until: RegExp, line: string) => {
      for (let n = 0; !until.test(terminal.raw.slice(from)); n++) {
        if (n > 2000) throw new Error(terminal.raw);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      from = terminal.raw.length;
      terminal.press(`${line}\n`);
    };
    await say(/Where do we start\?[\s\S]*> $/u, "");
    await say(/What is the job\?[\s\S]*> $/u, "zzz");
    await say(/is no answer here[\s\S]*> $/u, "contract review");
    await say(/Which sector[\s\S]*> $/u, "2");
    await say(/How sensitive[\s\S]*> $/u, "?");
    await say(/read it[\s\S]*> $/u, "u");
    await say(/May this data[\s\S]*> $/u, "b");
    await say(/How sensitive[\s\S]*> $/u, "4");
    await say(/May this data[\s\S]*> $/u, "s");
    expect(await code).toBe(0);
    expect(terminal.raw).toContain("Your answers are kept");
    expect(terminal.raw).not.toContain("\u001b");
    expect(existsSync(".advisor/interview.json")).toBe(true);
  }, 60_000);

  it("starts from a ready example, changes an answer of it, and adds a job", async () => {
    const { code, prompts } = await answer(start(["init"]), [
      ["Where do we start?", "down", "enter"],
      ["Which example", "regulated-bank", "enter"],
      ["Is this right?", "2", "enter"],
      ["Which answer?", "requests a day", "enter"],
      ["How many requests", "5", "enter"],
      ["Is this right?", "3", "enter"],
      ["What is the job?", "contract", "enter"],
    ]);
    expect(code).toBe(0);
    expect(prompts.some((p) => p.startsWith("? How sensitive") && p.includes("Job 2"))).toBe(true);
    const { out } = await run("recommend advisor.yaml --format json");
    const { workloads } = JSON.parse(out).requirements;
    expect(workloads).toHaveLength(2);
    expect(workloads[0].traffic.requestsPerDay).toBe(100_000);
    expect(workloads[1].task).toBe("document-analysis");
    expect(workloads[1].id).not.toBe(workloads[0].id);
  }, 120_000);

  it("the leader is the one that the user's own evaluations put first, after going on with what was left too", async () => {
    const own = join(import.meta.dirname, "../fixtures/evaluations/own.csv");
    const said = ["init", "--task", "coding", "--evaluations", own];
    const first = await answer(start(said), [["Which sector", "ctrl-c"]]);
    expect(first.prompts[0]).toMatch(/leader:\s+GLM[\s-]5\.3[\s-]Flash/u);
    const { prompts } = await answer(start(["init", "--resume"]), [["Which sector", "ctrl-c"]]);
    expect(prompts[0]).toMatch(/leader:\s+GLM[\s-]5\.3[\s-]Flash/u);
    const third = await answer(start(["init", "--evaluations", "nowhere.csv"]), []);
    expect([third.code, third.asked]).toEqual([2, []]);
    expect(third.lines.join(" ")).toContain("nowhere.csv");
  }, 60_000);

  it("asks nothing that flags have said", async () => {
    const { asked } = await answer(start(["init", "--task", "chat", "--sensitivity", "public", "--sector", "media"]), [
      ["How many requests", "ctrl-c"],
    ]);
    for (const question of [
      "What is the job?",
      "How sensitive is the most sensitive data you will send?",
      "Which sector are you in?",
    ])
      expect(asked).not.toContain(question);
  }, 60_000);

  it("writes over no file of somebody else, and says so before it asks", async () => {
    writeFileSync("advisor.yaml", "workloads: [{task: chat}]\n");
    const { code, lines } = await answer(start(["init"]), []);
    expect(code).toBe(2);
    expect(lines.join("\n")).toMatch(/advisor\.yaml: exists and was not written by advisor/u);
    expect(readFileSync("advisor.yaml", "utf8")).toBe("workloads: [{task: chat}]\n");
  });
});

describe("without a terminal", () => {
  it.each([["init"], ["--resume"], ["init --task chat"]])(
    "%s says which flags are missing and asks nothing",
    async (args) => {
      const { code, out, err } = await run(args);
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toMatch(/Nothing can be asked: .* no terminal/u);
      expect(err.includes("Missing: --task")).toBe(!args.includes("--task"));
      expect(err).toMatch(/--requests-per-day/u);
    },
  );

  it("advisor alone prints help and the flags", async () => {
    const { code, err } = await run("");
    expect(code).toBe(2);
    expect(err).toMatch(/Usage: advisor[\s\S]*Missing: --task/u);
  });

  it("finds wrong flags before it says that it cannot ask", async () => {
    const { code, err } = await run("init --task chatt");
    expect(code).toBe(2);
    expect(err).toMatch(/chatt.*chat/u);
  });
});
