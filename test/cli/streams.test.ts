import { type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "./run.ts";

/** The built program where its output goes wrong. */

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const bin = join(root, "bin/advisor.js");
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
let dir = "";
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "advisor-streams-")));
});
afterAll(() => rmSync(dir, { recursive: true }));

function advisor(args: string, options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args.split(" ")], {
    cwd: dir,
    encoding: "utf8",
    ...options,
  });
  return { code: status, out: String(stdout ?? ""), err: String(stderr) };
}
const shell = (script: string) => spawnSync("bash", ["-c", script], { cwd: dir, encoding: "utf8" });
const rag = "recommend --preset rag-search";
const strays = () => readdirSync(dir).filter((n) => n.endsWith(".tmp"));

describe("the built program", () => {
  it("says what the sources say, character for character", async () => {
    const args = "recommend --preset regulated-bank-contracts --today 2026-11-25";
    expect(advisor(`${args} --width 100`).out).toBe((await run(`${args} --width 100`)).out);
  });
});

describe("a reader that goes away", () => {
  it.each([
    [`${rag} --format json`, 0],
    ["recommend --task summarization --air-gapped --deployment vendor-api --format json", 1],
  ])("%s keeps its exit code and still writes its files", (args, code) => {
    const { status, stderr } = shell(
      `"${process.execPath}" "${bin}" ${args} --output gone.json --force --quiet | head -c 1 > /dev/null; exit "\${PIPESTATUS[0]}"`,
    );
    expect({ status, stderr }).toEqual({ status: code, stderr: "" });
    expect(JSON.parse(readFileSync(join(dir, "gone.json"), "utf8")).schema).toBe("advisor-recommendation/1");
  });

  it("of errors too", () => {
    const { status } = shell(
      `"${process.execPath}" "${bin}" recommend --task nothing 2>&1 >/dev/null | true; exit "\${PIPESTATUS[0]}"`,
    );
    expect(status).toBe(2);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a full disk", () => {
  it("under standard output ends with 2, and what --output named is whole", () => {
    const { status, stderr } = shell(
      `"${process.execPath}" "${bin}" ${rag} --format json --output whole.json > /dev/full`,
    );
    expect(stderr).toContain("standard output: could not be written: the disk is full.");
    expect(status).toBe(2);
    expect(JSON.parse(readFileSync(join(dir, "whole.json"), "utf8")).schema).toBe("advisor-recommendation/1");
  });

  it("under --output ends with 2, and costs the other files nothing", () => {
    writeFileSync(join(dir, "kept.json"), '{"schema": "advisor-recommendation/1", "old": true}\n');
    const { code, out, err } = advisor(`${rag} --output kept.json --output markdown:/dev/full`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("/dev/full: could not be written: the disk is full.");
    expect(strays()).toEqual([]);
  });
});

describe("a place that may not be written", () => {
  it("is told for each of them together, and the files before it keep what they hold", () => {
    const closed = join(dir, "closed");
    mkdirSync(closed);
    const readOnly = join(dir, "read-only.md");
    writeFileSync(readOnly, "# · advisor 0.1.0\n");
    writeFileSync(join(dir, "old.json"), '{"schema": "advisor-recommendation/1", "old": true}\n');
    chmodSync(readOnly, 0o444);
    chmodSync(closed, 0o555);
    if (isRoot)
      for (const name of ["", "old.json", "read-only.md", "closed"]) chownSync(join(dir, name), NOBODY, NOBODY);
    const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const { code, out, err } = advisor(
      `${rag} --output old.json --output closed/a.md --output read-only.md --output no/b.csv`,
      as,
    );
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("closed/a.md: cannot be written: no permission to write it or its folder closed.");
    expect(err).toContain("read-only.md: cannot be written: no permission");
    expect(err).toContain("no/b.csv: cannot be written: the folder no does not exist.");
    expect(readFileSync(join(dir, "old.json"), "utf8")).toContain('"old": true');
    expect(strays()).toEqual([]);
    chmodSync(closed, 0o755);
  });
});

describe("an existing file", () => {
  it("keeps its permissions, and a link stays a link", () => {
    writeFileSync(join(dir, "target.json"), '{"schema": "advisor-recommendation/1"}\n', { mode: 0o600 });
    symlinkSync("target.json", join(dir, "link.json"));
    expect(advisor(`${rag} --output link.json --quiet`).code).toBe(0);
    expect(readlinkSync(join(dir, "link.json"))).toBe("target.json");
    expect(statSync(join(dir, "target.json")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(dir, "target.json"), "utf8")).today).toMatch(/^\d{4}-/u);
  });

  it("of somebody else is kept, whole", () => {
    writeFileSync(join(dir, "theirs.json"), "{}\n");
    const { code, err } = advisor(`${rag} --output new.md --output theirs.json`);
    expect(code).toBe(2);
    expect(err).toContain("theirs.json: exists and was not written by advisor; it is kept.");
    expect(readFileSync(join(dir, "theirs.json"), "utf8")).toBe("{}\n");
    expect(existsSync(join(dir, "new.md"))).toBe(false);
  });
});

describe("an interruption", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "by %s at any moment leaves the old file or the new one, whole, and no other",
    async (signal) => {
      const file = join(dir, "interrupted.json");
      writeFileSync(file, '{"schema": "advisor-recommendation/1", "old": true}\n');
      for (const after of [60, 150, 300, 450, 600, 800]) {
        const child = spawn(process.execPath, [bin, ...rag.split(" "), "--output", file, "--quiet"], {
          stdio: "ignore",
        });
        const ended = new Promise<{ code: number | null; by: string | null }>((resolve) =>
          child.on("exit", (code, by) => resolve({ code, by })),
        );
        await new Promise((resolve) => setTimeout(resolve, after));
        child.kill(signal);
        const { code, by } = await ended;
        expect(by === signal || code === 130 || code === 0).toBe(true);
        expect(JSON.parse(readFileSync(file, "utf8")).schema).toBe("advisor-recommendation/1");
        expect(strays()).toEqual([]);
      }
    },
  );
});

describe("progress", () => {
  const question = "check --preset rag-search --set check.selected.vectors=x/y@z --today 2026-11-25";
  it("stands on the terminal's standard error while it takes, and is gone afterwards; never in a pipe, never with --quiet", async () => {
    const shown = await run(question, { tty: true, columns: 80 });
    expect(shown.err).toContain("\r\u001b[Kchecking vectors (1 of 2) …");
    expect(shown.err.endsWith("\r\u001b[K")).toBe(true);
    expect((await run(`${question} --quiet`, { tty: true, columns: 80 })).err).toBe("");
    expect((await run(question)).err).toBe("");
  });
});
