import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "./run.ts";

const dir = mkdtempSync(join(tmpdir(), "advisor-bad-"));
afterAll(() => rmSync(dir, { recursive: true }));
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};
const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ...[..."bcdefgh"].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${"abcdefg"[i]}`).join(", ")}]`),
].join("\n");

describe("a wrong command line", () => {
  it.each([
    ["recommend --tsak chat", /unknown option '--tsak'[\s\S]*--task/u],
    ["recommend --task chatt", /--task workloads\[0\]\.task: "chatt" is not one of .*Did you mean chat\?/u],
    ["recomend", /unknown command 'recomend'[\s\S]*recommend/u],
    ["recommend --task chat --requests-per-day -5", /--requests-per-day .*-5 is below 0/u],
    ["recommend --task chat --requests-per-day NaN", /not a finite number/u],
    ["recommend --task chat --requests-per-day Infinity", /not a finite number/u],
    ["recommend --task chat --requests-per-day many", /"many" is not a number/u],
    ["recommend --task chat --cached-input-share 1.4", /1\.4 is above 1/u],
    ["recommend --task chat --residency Germany", /not a country code/u],
    ["recommend --task chat --exclude-vendor opnai", /no vendor "opnai"\. Did you mean openai\?/u],
    ["recommend --task chat --hardware nvidia-h100:8", /no accelerator "nvidia-h100"\. Did you mean nvidia-h100/u],
    ["recommend --task chat --priority tco=0", /all zero/u],
    ["recommend --task chat --priority cost=3", /cost.*is not a key here/u],
    ["recommend --task chat --budget $5k", /"\$5k" is not a number\. Did you mean 5000\?/u],
    ["tco bank.yaml", /bank\.yaml: is a file, not a candidate\. Requirements are given as --file bank\.yaml/u],
    ["explain bank.json", /bank\.json: is a file, not a candidate/u],
    ["compare a.yaml b.yaml", /a\.yaml: is a file, not a candidate/u],
    ["recommend --file none.yaml", /none\.yaml.*(no such|not|does not)/u],
    [
      "recommend --task chat --set traffic.requestPerDay=3",
      /requestPerDay: is not a key here\. Did you mean requestsPerDay\?/u,
    ],
    ["recommend --task chat --set __proto__.x=1", /is not a key here/u],
    ["tco --task chat --set assumptions.salary=1", /no assumption "salary"\. Did you mean loadedSalary\?/u],
    [
      "tco --task chat --set assumptions.staff=1",
      /no assumption "staff"\. Did you mean staffFte\.vendor-api, staffFte\.hosted-api, .* and 1 more\?/u,
    ],
    ["tco --task chat --set assumptions.staffFt.on-premises=1", /Did you mean staffFte\.on-premises\?/u],
    ["tco --task chat --set assumptions.electricity=1", /Did you mean usdPerKwh\?/u],
    ["tco --task chat --set assumptions.xyzzy=1", /no assumption "xyzzy"\. .*lists those behind a bill/u],
    ["tco --task chat --set assumptions.constructor=1", /is not a key here/u],
    ["tco --task chat --set assumptions.pue=abc", /"abc" is not a number/u],
    ["tco --task chat --set assumptions.pue=0.9", /0\.9 is below 1\. It is: Power usage effectiveness/u],
    ["tco --task chat --set assumptions.amortizationYears=0", /0 is not above 0/u],
    ["tco --task chat --set assumptions.residualShare=2", /2 is above 1/u],
    ["tco --task chat --set assumptions.loadedSalary=-1", /-1 is below 0/u],
    [
      "tco --task chat --set assumptions.salary=1 --set assumptions.pue=0 --set assumptions.kwh=1",
      /salary[\s\S]*below 1[\s\S]*usdPerKwh[\s\S]*3 problems/u,
    ],
    ["recommend --preset startup-chatbt", /no preset "startup-chatbt".*Did you mean startup-chatbot\?/u],
    ["recommend --task chat --format jsn", /"jsn" is not one of .*Did you mean json\?/u],
    ["recommend --task chat --today 2026-02-30", /not a date/u],
    ["recommend --task chat --top 0", /not a whole number of rows/u],
    ["recommend --task chat --width abc", /not a whole number/u],
    ["recommend --task chat --lang zh", /not available/u],
    ["recommend", /is missing: what is the job\?/u],
    ["recommend --task chat --output answer.xyz", /ending tells no format/u],
    ["recommend --task chat --catalog /nowhere/at/all", /does not exist/u],
    ["schema nothing", /Allowed choices are/u],
  ])("%s", async (args, message) => {
    const { code, out, err } = await run(args);
    expect(err).toMatch(message);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(err).not.toMatch(/\n\s+at /u);
  });

  it("reports all wrong values together, each with where it came from", async () => {
    const f = file("two.yaml", "workloads:\n  - task: chat\n    data: {sensitivity: regulatd}\n");
    const { err, code } = await run(`recommend ${f} --quality godlike --cached-input-share 2`);
    expect(code).toBe(2);
    expect(err).toMatch(/two\.yaml:3:25 workloads\[0\]\.data\.sensitivity: "regulatd".*Did you mean regulated\?/u);
    expect(err).toMatch(/--quality workloads\[0\]\.quality: "godlike"/u);
    expect(err).toMatch(/--cached-input-share/u);
    expect(err).toMatch(/3 problems, nothing was computed\.\n$/u);
  });
});

describe("a wrong file", () => {
  it.each([
    ["missing", () => join(dir, "none.yaml"), /none\.yaml: does not exist/u],
    ["a folder", () => dir, /is a folder/u],
    ["binary", () => file("b.yaml", Buffer.from([0, 1, 2, 3])), /binary/u],
    ["empty", () => file("e.yaml", ""), /is empty/u],
    ["malformed", () => file("m.yaml", "workloads:\n  - task: [chat\n"), /m\.yaml:\d+:\d+/u],
    ["an alias bomb", () => file("bomb.yaml", bomb), /aliases/u],
    [
      "with __proto__",
      () => file("p.yaml", "__proto__: {polluted: true}\nworkloads: [{task: chat}]\n"),
      /p\.yaml:1:1: "__proto__" is not a key here/u,
    ],
    [
      "with unknown keys",
      () => file("u.yaml", "workloads: [{task: chat, budjet: {usdPerMonth: 3}}]\n"),
      /u\.yaml:1:26 workloads\[0\]\.budjet: is not a key here\. Did you mean budget\?/u,
    ],
    [
      "50 MB",
      () => {
        const f = file("huge.yaml", "a");
        truncateSync(f, 50_000_000);
        return f;
      },
      /50 MB large/u,
    ],
  ])("%s", async (_, make, message) => {
    const { code, out, err } = await run(`recommend ${make()}`);
    expect(err).toMatch(message);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("an output that cannot be written", () => {
  it("leaves nothing half written", async () => {
    mkdirSync(join(dir, "folder.md"), { recursive: true });
    for (const [name, message] of [
      ["no/such/folder/r.md", /folder .* does not exist/u],
      ["folder.md", /is a folder/u],
    ] as const) {
      const { code, err } = await run(`recommend --preset rag-search --output ${join(dir, name)}`);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    }
    expect(readdirSync(dir).filter((n) => n.endsWith(".tmp"))).toEqual([]);
  });
});

describe("needs that contradict each other", () => {
  it("have no answer, exit code 1 and the nearest misses", async () => {
    const { code, out, err } = await run("recommend --task summarization --air-gapped --deployment vendor-api");
    expect(code).toBe(1);
    expect(err).toBe("");
    expect(out).toMatch(/No way to run any/u);
    expect(out).toMatch(/Nearest|nearest/u);
  });
});

describe("without a command", () => {
  it("prints help on stderr and exits with 2", async () => {
    const { code, out, err } = await run("");
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(/Usage: advisor/u);
  });
});
