import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./run.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];
let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "advisor-completion-"));
  writeFileSync(join(dir, "advisor.yaml"), "");
  for (const shell of SHELLS) {
    const { code, out, err } = await run(`completion ${shell}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    writeFileSync(join(dir, shell), out);
  }
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What a shell offers at the end of a line; bash divides words at `=`, as readline does. */
const ASK: Readonly<Record<Shell, (line: string) => string>> = {
  bash: (line) => `source ./bash
COMP_WORDS=(${line.replaceAll("=", " = ")}${/[ =]$/u.test(line) ? ' ""' : ""}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_advisor; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // The functions of its completion system need a terminal; what is handed to them is what they would offer.
  zsh: (line) => `compdef() { :; }; compset() { cur=\${cur#*=}; }
compadd() { shift; printf '%s\\n' "$@" | grep -- "^$cur"; }
_describe() { [[ $1 == -o ]] && shift; local -a given=("\${(P)2:-}"); [[ -n $2 ]] || shift
  printf '%s\\n' "\${(@P)2}" "\${(@P)1}" 2> /dev/null | sed 's/\\([^\\\\]\\):.*/\\1/' | grep -- "^$cur"; }
_files() { ls | grep -- "^$cur"; }
source ./zsh
words=(${line}${line.endsWith(" ") ? ' ""' : ""}); CURRENT=\${#words}
_advisor`,
  fish: (line) => `source ./fish; complete -C ${JSON.stringify(line)} | string replace -r '\\t.*' ''`,
};

function offered(shell: Shell, line: string): string[] {
  const { stdout, stderr } = spawnSync(
    shell,
    [...(shell === "fish" ? ["--no-config"] : shell === "zsh" ? ["-f"] : []), "-c", ASK[shell](line)],
    {
      cwd: dir,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: dir, LC_ALL: "C.UTF-8" },
    },
  );
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((w) => w.replace(/^--?[\w-]+=/u, ""));
}

for (const shell of SHELLS) {
  const isThere = spawnSync(shell, ["--version"]).status === 0;
  if (!isThere) process.stderr.write(`\nSKIPPED: ${shell} is not installed, so its completion was not tried.\n\n`);

  describe.skipIf(!isThere)(`completion in ${shell}`, () => {
    it.each([
      ["advisor ch", ["check"]],
      ["advisor catalog ", ["list", "show", "tree", "validate", "import", "diff"]],
      ["advisor completion ", ["bash", "zsh", "fish"]],
      ["advisor schema rec", ["recommendation"]],
      ["advisor check --format ", ["table", "markdown", "json", "junit", "sarif", "github", "gitlab"]],
      ["advisor recommend --format m", ["markdown"]],
      ["advisor catalog list --kind off", ["offers"]],
      ["advisor recommend --preset rag", ["rag-search"]],
      ["advisor recommend --task docu", ["document-analysis"]],
      ["advisor check --bas", ["--baseline"]],
      ["advisor check adv", ["advisor.yaml"]],
      ["advisor check --baseline adv", ["advisor.yaml"]],
      ["advisor recommend --sensitivity=reg", ["regulated"]],
    ])("%s", (line, expected) => {
      expect(offered(shell, line)).toEqual(expect.arrayContaining(expected));
      expect(offered(shell, line).length).toBeLessThanOrEqual(
        expected.length + (/check --format|catalog $/u.test(line) ? 1 : 0),
      );
    });

    it("knows flags of the command at hand only", () => {
      const of = (command: string) => offered(shell, `advisor ${command} --`);
      expect(of("check")).toEqual(expect.arrayContaining(["--marker", "--report-only", "--residency"]));
      expect(of("size")).toContain("--accelerator");
      expect(of("size")).not.toContain("--marker");
    });
  });
}

describe("a completion script", () => {
  it("of another shell is refused with what there is", async () => {
    const { code, err } = await run("completion csh");
    expect(code).toBe(2);
    expect(err).toMatch(/Allowed choices are bash, zsh, fish/u);
  });
});
