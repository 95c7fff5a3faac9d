import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { acme, ROCKET } from "../check/acme.ts";

/** What a pipeline does, in a shell, with the built program. */

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const docs = readFileSync(join(root, "docs/ci.md"), "utf8");
let dir = "";
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "advisor-pipeline-")));
  mkdirSync(join(dir, "bin"));
  program("advisor", `exec "${process.execPath}" "${join(root, "bin/advisor.js")}" "$@"`);
  program("npx", 'exec "$@"');
  acme(join(dir, "catalog"));
  requirements("");
  expect(shell("advisor recommend --catalog catalog --output decision.json --quiet").code).toBe(0);
});
afterAll(() => rmSync(dir, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(dir, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(dir, "bin", name), 0o755);
}

function requirements(failOn: string): void {
  writeFileSync(
    join(dir, "advisor.yaml"),
    `workloads: [{id: help, task: chat, traffic: {requestsPerDay: 20000}}]
check:
  selected: {help: ${ROCKET}}
  baseline: decision.json
  failOn: {${failOn}}
`,
  );
}

function shell(script: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: dir,
    encoding: "utf8",
    env: { HOME: dir, PATH: [join(dir, "bin"), process.env["PATH"]].join(delimiter), ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

const text = (name: string): string => readFileSync(join(dir, name), "utf8");
const hasJq = spawnSync("jq", ["--version"]).status === 0;
if (!hasJq) process.stderr.write("\nSKIPPED: jq is not installed, so the jq line of docs/ci.md was not run.\n\n");

describe("a pipeline", () => {
  const steps = `set -eu -o pipefail
code=0
advisor check --catalog catalog --format sarif --output advisor.sarif --output advisor.md --marker advisor-check > printed.sarif || code=$?
cmp printed.sarif advisor.sarif
node -e 'const r = JSON.parse(require("fs").readFileSync("advisor.sarif", "utf8")).runs[0].results; for (const x of r) console.log(x.level, x.ruleId, x.locations[0].physicalLocation.region.startLine)'
head -n 1 advisor.md
exit $code`;

  it("is red with the reason, the line and a comment body, and green after the cure", () => {
    acme(join(dir, "catalog"), { inputUsdPerMtok: 2, retires: "2026-12-24" });
    requirements("");
    const red = shell(`${steps.replace("advisor check", "advisor check --today 2026-11-25")}`);
    expect(red.out.split("\n")).toEqual(
      expect.arrayContaining([
        "error priceDriftPercent 3",
        "error retiresWithinDays 3",
        "<!-- advisor:advisor-check -->",
      ]),
    );
    expect(red.code).toBe(1);
    acme(join(dir, "catalog"));
    const green = shell(steps);
    expect(green.out).toBe("<!-- advisor:advisor-check -->\n");
    expect(green.code).toBe(0);
  });

  it("is red whoever reads only its head", () => {
    acme(join(dir, "catalog"), { retires: "2026-11-01" });
    requirements("");
    const { code, out, err } = shell(
      "set -o pipefail; advisor check --catalog catalog --format json | head -c 20 | wc -c",
    );
    expect({ code, out: out.trim(), err }).toEqual({ code: 1, out: "20", err: "" });
  });

  it.skipIf(!hasJq)("reads the document with the jq line of docs/ci.md", () => {
    acme(join(dir, "catalog"), { retires: "2026-11-01" });
    requirements("");
    const snippet = /## Anywhere else\n\n```sh\n(.*?)```/su
      .exec(docs)?.[1]
      ?.replace("advisor check", "advisor check --catalog catalog");
    const { out } = shell(snippet ?? "exit 9");
    expect(out).toMatch(/^help: retiresWithinDays: was retired on 2026-11-01, /mu);
  });

  it("of GitLab, as docs/ci.md has it, leaves the reports that it names", () => {
    acme(join(dir, "catalog"), { retires: "2026-11-01" });
    requirements("");
    const job = parse(/## GitLab\n\n```yaml\n(.*?)```/su.exec(docs)?.[1] ?? "").advisor;
    expect(shell(job.script[0].replace("advisor check", "advisor check --catalog catalog")).code).toBe(1);
    for (const name of [...job.artifacts.paths, ...Object.values<string>(job.artifacts.reports)])
      expect(existsSync(join(dir, name))).toBe(true);
    const named = JSON.parse(text(job.artifacts.reports.codequality)).map((e: { check_name: string }) => e.check_name);
    expect(named).toEqual(["eligibility.retired", "retiresWithinDays"]);
  });
});

describe("the action of GitHub", () => {
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
  const step = (name: string) => action.runs.steps.find((s: { name: string }) => s.name === name);
  const inputs: Record<string, string> = Object.fromEntries(
    Object.entries<{ default: string }>(action.inputs).map(([name, { default: value }]) => [name, value]),
  );

  /** A step as the runner runs it: inputs in its environment, outputs in files. */
  function runStep(name: string, given: Record<string, string> = {}) {
    for (const file of ["output", "summary"]) writeFileSync(join(dir, file), "");
    const value = (expression: string): string => {
      const inner = /^\$\{\{ (.*) \}\}$/u.exec(expression)?.[1];
      if (inner === undefined) return expression;
      const input = /^inputs\.(.*)$/u.exec(inner)?.[1];
      return given[inner] ?? (input === undefined ? "" : (given[input] ?? inputs[input] ?? ""));
    };
    const env = Object.fromEntries(Object.entries<string>(step(name).env ?? {}).map(([k, v]) => [k, value(v)]));
    const ran = shell(step(name).run, {
      ...env,
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: join(dir, "output"),
      GITHUB_STEP_SUMMARY: join(dir, "summary"),
      GITHUB_WORKSPACE: dir,
    });
    return { ...ran, output: text("output"), summary: text("summary") };
  }

  it("puts no input into a script, where it could become one", () => {
    for (const { name, run } of action.runs.steps)
      expect({ name, found: /\$\{\{/u.test(run) }).toEqual({ name, found: false });
  });

  it("annotates, summarizes, leaves reports, and tells red from green", () => {
    acme(join(dir, "catalog"), { retires: "2026-11-01" });
    requirements("");
    const { code, out, output, summary } = runStep("Check", { catalog: "catalog" });
    expect(code).toBe(0);
    expect(out).toMatch(/^::error file=advisor\.yaml,line=3,col=20,title=/u);
    expect(output).toBe("code=1\n");
    expect(summary).toMatch(/^<!-- advisor:advisor-check -->\n## ❌ The decision no longer holds/u);
    for (const name of ["advisor.sarif", "advisor.junit.xml", "advisor.json", "advisor.md"])
      expect(existsSync(join(dir, "advisor-reports", name))).toBe(true);
    const red = { "steps.check.outputs.code": "1" };
    expect(runStep("Result", red).code).toBe(1);
    expect(runStep("Result", { ...red, "report-only": "true" }).code).toBe(0);

    acme(join(dir, "catalog"));
    expect(runStep("Check", { catalog: "catalog" }).output).toBe("code=0\n");
    expect(runStep("Result", { "steps.check.outputs.code": "0" }).code).toBe(0);
  });

  it("says in the summary what cannot be read, and is red even where it only reports", () => {
    requirements("");
    const { output, summary, err } = runStep("Check", { file: "$(touch pwned).yaml", catalog: "catalog" });
    expect(output).toBe("code=2\n");
    expect(err).toContain("$(touch pwned).yaml: does not exist");
    expect(summary).toContain("$(touch pwned).yaml: does not exist");
    expect(existsSync(join(dir, "pwned")) || existsSync(join(dir, "advisor-reports/advisor.md"))).toBe(false);
    expect(runStep("Result", { "steps.check.outputs.code": "2", "report-only": "true" }).code).toBe(2);
  });

  it("writes one comment and keeps it", () => {
    acme(join(dir, "catalog"), { retires: "2026-11-01" });
    requirements("");
    runStep("Check", { catalog: "catalog" });
    program(
      "gh",
      `echo "$*" >> "${dir}/calls"
case "$*" in *--paginate*) cat "${dir}/comments" ;; esac`,
    );
    const comment = { "github.repository": "o/r", "github.event.pull_request.number": "7" };
    writeFileSync(join(dir, "comments"), "");
    writeFileSync(join(dir, "calls"), "");
    expect(runStep("Comment", comment).code).toBe(0);
    writeFileSync(join(dir, "comments"), "41\n42\n");
    expect(runStep("Comment", comment).code).toBe(0);
    const calls = text("calls").trimEnd().split("\n");
    expect(calls[0]).toContain('startswith("<!-- advisor:advisor-check -->")');
    expect(calls[1]).toBe("api --method POST repos/o/r/issues/7/comments -F body=@advisor-reports/advisor.md --silent");
    expect(calls[3]).toBe(
      "api --method PATCH repos/o/r/issues/comments/41 -F body=@advisor-reports/advisor.md --silent",
    );
  });
});
