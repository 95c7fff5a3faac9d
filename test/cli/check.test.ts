import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckResult, checkResult } from "../../src/check-result.ts";
import { type AcmeWorld, acme, MINI, ROCKET } from "../check/acme.ts";
import { run } from "./run.ts";

const home = process.cwd();
let dir = "";
beforeAll(async () => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "advisor-check-")));
  process.chdir(dir);
  world();
  file("advisor.yaml", requirements());
  const { code, err } = await run(`recommend --catalog catalog --output decision.json --quiet`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});
afterAll(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true });
});

const world = (w: AcmeWorld = {}): string => acme(join(dir, "catalog"), w);
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return name;
};

const ALL_OFF =
  "ruledOut: false, notInTop: false, overBudget: false, priceDriftPercent: false, retiresWithinDays: false, termsChanged: false, " +
  "evidenceOlderThanDays: false, pricesOlderThanDays: false, winnerChanged: false";

/** `failOn` asks for one thing only, so that a test shows one reason. */
const only = (failOn: string): string =>
  `{${[...ALL_OFF.split(", ").filter((off) => !failOn.includes(`${off.split(":")[0]}:`)), failOn].join(", ")}}`;

interface Asked {
  readonly failOn?: string;
  readonly selected?: string;
  readonly workload?: string;
  readonly exceptions?: string;
  readonly baseline?: string | null;
}

function requirements({ failOn, selected = ROCKET, workload = "", exceptions, baseline }: Asked = {}): string {
  return `organization: {jurisdiction: DE}
workloads:
  - id: help
    title: Help desk
    task: chat
    traffic: {requestsPerDay: 20000}
    data: {residency: [DE]}
    deployments: [vendor-api, hosted-api]
    ${workload}
priorities: {performance: 40, tco: 30, privacy: 30}
check:
  selected: {help: ${selected}}
${baseline ? `  baseline: ${baseline}\n` : ""}${failOn ? `  failOn: ${failOn}\n` : ""}${exceptions ? `  exceptions:\n${exceptions}\n` : ""}`;
}

const check = (args = "") => run(`check --catalog catalog ${args}`);
const flat = (text: string): string => text.replace(/\s+/gu, " ");

async function json(args = ""): Promise<CheckResult> {
  const { out } = await check(`--format json ${args}`);
  const result = checkResult.safeParse(JSON.parse(out));
  expect(result.error).toBeUndefined();
  return JSON.parse(out);
}

describe("advisor check: each reason turns it red, and its cure green", () => {
  interface Row {
    readonly reason: string;
    readonly failOn: string;
    /** What has changed since. */
    readonly world?: AcmeWorld;
    readonly asked?: Asked;
    readonly args?: string;
    readonly says: readonly (string | RegExp)[];
    readonly code: string;
    readonly rule: string;
    readonly cured: { readonly world?: AcmeWorld; readonly asked?: Asked; readonly args?: string };
  }
  const rows: readonly Row[] = [
    {
      reason: "a gate rules it out",
      failOn: "ruledOut: true",
      world: { processingIn: "[US]" },
      says: ["ruled out by privacy.residency:", "first today:", "[DAT-"],
      code: "ruled-out",
      rule: "privacy.residency",
      cured: {},
    },
    {
      reason: "the catalog has it no longer, or never had",
      failOn: "ruledOut: true",
      asked: { selected: "acme/roket@acme/eu" },
      says: ['the catalog has no candidate "acme/roket@acme/eu"', `did you mean ${ROCKET}?`],
      code: "not-in-catalog",
      rule: "ruledOut",
      cured: {},
    },
    {
      reason: "it left the first ranks",
      failOn: "notInTop: 1",
      asked: { selected: MINI },
      says: [/ranks 2 of \d+ models \(limit 1\)/u, `ahead of it: Rocket at Acme Cloud (eu) (${ROCKET})`],
      code: "not-in-top",
      rule: "notInTop",
      cured: {},
    },
    {
      reason: "it is over budget",
      failOn: "overBudget: true",
      asked: { workload: "budget: {usdPerMonth: 100}" },
      says: [/costs about \$[\d,]+ a month \(\$[\d,]+ to \$[\d,]+\), \$[\d,]+ over the budget of \$100/u],
      code: "over-budget",
      rule: "overBudget",
      cured: { asked: { workload: "budget: {usdPerMonth: 100000}" } },
    },
    {
      reason: "a price rose",
      failOn: "priceDriftPercent: 20",
      world: { inputUsdPerMtok: 1.3 },
      says: [
        /tokens rose 30 % since 2026-11-25, from \$[\d,]+ to \$[\d,]+ a month \(limit 20 %\)/u,
        "--output decision.json",
      ],
      code: "price-drift",
      rule: "priceDriftPercent",
      cured: { world: { inputUsdPerMtok: 1.1 } },
    },
    {
      reason: "a price fell",
      failOn: "priceDriftPercent: 20",
      world: { inputUsdPerMtok: 0.5 },
      says: [/tokens fell 50 % since 2026-11-25/u],
      code: "price-drift",
      rule: "priceDriftPercent",
      cured: {},
    },
    {
      reason: "the model retires",
      failOn: "retiresWithinDays: 90",
      world: { retires: "2027-01-14", successor: "acme/rocket-mini" },
      says: ["retires 2027-01-14, in 50 days (limit 90)", `successor: Rocket Mini at Acme Cloud (eu) (${MINI})`],
      code: "retires",
      rule: "retiresWithinDays",
      cured: { world: { retires: "2027-06-01" } },
    },
    {
      reason: "the model has retired",
      failOn: "retiresWithinDays: 90",
      world: { retires: "2026-11-01" },
      says: ["was retired on 2026-11-01, 24 days ago", "no successor is named"],
      code: "retires",
      rule: "retiresWithinDays",
      cured: {},
    },
    {
      reason: "the endpoint sells it no longer",
      failOn: "retiresWithinDays: 90",
      world: { until: "2026-12-31" },
      says: ["no price of this service is listed after 2026-12-31, in 36 days (limit 90)"],
      code: "retires",
      rule: "retiresWithinDays",
      cured: {},
    },
    {
      reason: "the licence changed",
      failOn: "termsChanged: true",
      world: { license: "mit" },
      says: ["the licence changed since 2026-11-25: proprietary → mit"],
      code: "term-changed",
      rule: "termsChanged",
      cured: {},
    },
    {
      reason: "the data terms changed",
      failOn: "termsChanged: true",
      world: { retentionDays: 30 },
      says: ["how many days prompts are kept changed since 2026-11-25: 0 → 30", "Acme: terms of service"],
      code: "term-changed",
      rule: "termsChanged",
      cured: {},
    },
    {
      reason: "a term is no longer stated",
      failOn: "termsChanged: true",
      world: { retentionDays: null },
      says: ["how many days prompts are kept changed since 2026-11-25: 0 → not stated"],
      code: "term-changed",
      rule: "termsChanged",
      cured: {},
    },
    {
      reason: "its evidence is old",
      failOn: "evidenceOlderThanDays: 365",
      args: "--today 2027-11-25",
      says: ["its newest result (arena-text, 2026-11-01) is 389 days old (limit 365)"],
      code: "evidence-old",
      rule: "evidenceOlderThanDays",
      cured: { world: { evidenceDate: "2027-11-01" }, args: "--today 2027-11-25" },
    },
    {
      reason: "its prices are old",
      failOn: "pricesOlderThanDays: 120",
      args: "--today 2027-04-01",
      says: ["a price of it was last read on 2026-11-20, 132 days ago (limit 120)", "advisor catalog import --refresh"],
      code: "prices-old",
      rule: "pricesOlderThanDays",
      cured: { world: { checked: "2027-03-20" }, args: "--today 2027-04-01" },
    },
    {
      reason: "another one wins",
      failOn: "winnerChanged: true",
      world: { score: 1300, inputUsdPerMtok: 40 },
      says: [
        /first today: .*; on 2026-11-25 it was Rocket at Acme Cloud \(eu\)/u,
        "see why: advisor diff decision.json advisor.yaml",
      ],
      code: "winner-changed",
      rule: "winnerChanged",
      cured: {},
    },
  ];
  it.each(rows)("$reason", async ({ failOn, world: changed, asked, args = "", says, code, rule, cured }) => {
    const base = { failOn: only(failOn), baseline: "decision.json" };
    world(changed);
    file("advisor.yaml", requirements({ ...base, ...asked }));
    const red = await check(args);
    expect(red.code).toBe(1);
    expect(red.err).toBe("");
    expect(flat(red.out)).toMatch(/^✖ help: .* \(selected\) no longer holds advisor\.yaml:\d+/u);
    for (const text of says) {
      if (typeof text === "string") expect(flat(red.out)).toContain(text);
      else expect(flat(red.out)).toMatch(text);
    }
    const document = await json(args);
    const findings = document.workloads.flatMap((w) => w.checks.flatMap((c) => c.findings));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every((f) => f.outcome === "fails" && f.code === code && f.rule === rule)).toBe(true);
    const lines = readFileSync("advisor.yaml", "utf8").split("\n");
    expect(lines[(findings[0]?.place?.line ?? 0) - 1]).toContain("selected: {help:");
    expect((await check(`--report-only ${args}`)).code).toBe(0);
    expect((await check(`--report-only ${args}`)).out).toBe(red.out);

    world(cured.world);
    file("advisor.yaml", requirements({ ...base, ...cured.asked }));
    const green = await check(cured.args ?? "");
    expect(green.out).toMatch(/^✔ help: Rocket at Acme Cloud \(eu\) \(selected\) holds/u);
    expect(green.code).toBe(0);
  });

  it("and whoever agrees saves the baseline anew with the command that it names", async () => {
    world({ inputUsdPerMtok: 2, retentionDays: 30, license: "mit" });
    file("advisor.yaml", requirements({ baseline: "mine.json" }));
    writeFileSync("mine.json", readFileSync("decision.json"));
    expect((await check()).code).toBe(1);
    const [first] = (await json()).workloads.flatMap((w) => w.checks.flatMap((c) => c.findings));
    expect(first?.command).toBe("advisor recommend advisor.yaml --output mine.json");
    expect((await run("recommend advisor.yaml --catalog catalog --output mine.json")).code).toBe(0);
    expect((await check()).code).toBe(0);
  });
});

describe("advisor check: what it compares", () => {
  it("prices for the traffic of the baseline: more traffic is no drift", async () => {
    world();
    file("advisor.yaml", requirements({ failOn: only("priceDriftPercent: 5"), baseline: "decision.json" }));
    expect((await check("--requests-per-day 90000")).code).toBe(0);
    world({ inputUsdPerMtok: 1.2 });
    expect((await check("--requests-per-day 90000")).code).toBe(1);
  });

  it("a selection that the baseline only had to verify, or ruled out, with its own bill and terms", async () => {
    world({ processingIn: "[US]" });
    file("advisor.yaml", requirements());
    await run("recommend --catalog catalog --output out.json --quiet");
    const saved = JSON.parse(readFileSync("out.json", "utf8")).workloads[0];
    expect(saved.selected).toMatchObject({ id: ROCKET, standing: "ruled-out", gates: ["privacy.residency"] });
    expect(saved.selected.terms).toMatchObject({ "deployment.retentionDays": 0, "model.license": "proprietary" });
    world({ processingIn: "[US]", inputUsdPerMtok: 3, retentionDays: 7 });
    file(
      "advisor.yaml",
      requirements({ failOn: only("termsChanged: true, priceDriftPercent: 20"), baseline: "out.json" }),
    );
    const codes = (await json()).workloads.flatMap((w) => w.checks.flatMap((c) => c.findings.map((f) => f.code)));
    expect(codes).toContain("term-changed");
    expect(codes).toContain("price-drift");
  });

  it("what a baseline without the candidate cannot tell: said, and red only under failOn.unknown", async () => {
    world();
    const decision = JSON.parse(readFileSync("decision.json", "utf8"));
    const [w] = decision.workloads;
    const without = w.ranking.filter((c: { id: string }) => c.id !== ROCKET);
    file("bare.json", JSON.stringify({ ...decision, workloads: [{ ...w, selected: null, ranking: without }] }));
    const asked = { failOn: only("termsChanged: true, priceDriftPercent: 20"), baseline: "bare.json" };
    file("advisor.yaml", requirements(asked));
    const said = await check();
    expect(said.code).toBe(0);
    expect(flat(said.out)).toContain("? the baseline says nothing of this candidate, so nothing was compared");
    expect(flat(said.out)).toContain("2 cannot be told");
    expect((await check("--set check.failOn.unknown=true")).code).toBe(1);
    const older = w.ranking.map(({ terms: _, ...c }: { terms: unknown }) => c);
    file("bare.json", JSON.stringify({ ...decision, workloads: [{ ...w, selected: null, ranking: older }] }));
    const old = await json();
    expect(old.workloads[0]?.checks.map((c) => [c.check, c.outcome])).toEqual([
      ["priceDriftPercent", "holds"],
      ["termsChanged", "unknown"],
    ]);
  });

  it("an open condition: to verify where it always was, red where it passed before", async () => {
    world({ processingIn: "null" });
    file("advisor.yaml", requirements({ failOn: only("ruledOut: true") }));
    const open = await check();
    expect(open.code).toBe(0);
    expect(flat(open.out)).toContain("? must be verified (privacy.residency):");
    expect((await check("--set check.failOn.unknown=true")).code).toBe(1);
    const passed = await check("--baseline decision.json");
    expect(passed.code).toBe(1);
    expect(flat(passed.out)).toContain("It passed when the baseline was saved.");
    const confirmed = `    - {rule: privacy.residency, candidate: ${ROCKET}, reason: confirmed by mail, approver: J. Doe, expires: 2027-11-01}`;
    file("advisor.yaml", requirements({ failOn: only("ruledOut: true"), exceptions: confirmed }));
    expect((await check("--baseline decision.json --set check.failOn.unknown=true")).code).toBe(0);
  });

  it("no result at all is nothing to judge by", async () => {
    world({ noEvidence: true });
    file("advisor.yaml", requirements({ failOn: only("evidenceOlderThanDays: 365"), workload: "quality: basic" }));
    const { out, code } = await check();
    expect(flat(out)).toContain("? no result measures it for this task");
    expect(code).toBe(0);
  });

  it("a host of open weights whose maker stops may go on: said, not judged", async () => {
    world({ weights: "open", license: "mit", retires: "2026-12-24", successor: "acme/rocket-mini" });
    const provider = readFileSync("catalog/providers/acme.yaml", "utf8").replace(
      "role: vendor\nvendor: acme",
      "role: inference-host",
    );
    file("catalog/providers/acme.yaml", provider);
    file("advisor.yaml", requirements({ failOn: only("retiresWithinDays: 90") }));
    const { out, code } = await check();
    expect(code).toBe(0);
    expect(flat(out)).toContain(
      "its maker ends its own service on 2026-12-24, in 29 days (limit 90); whether this host goes on is not known",
    );
  });

  it("tells of a rival whose price fell, and fails nothing for it", async () => {
    world();
    file(
      "advisor.yaml",
      requirements({ selected: MINI, baseline: "decision.json", failOn: only("priceDriftPercent: 20") }),
    );
    world({ inputUsdPerMtok: 0.2 });
    const { out, code } = await check();
    expect(flat(out)).toContain("note the price fell elsewhere: what is charged for Rocket at Acme Cloud (eu)");
    expect(code).toBe(0);
  });

  it("asks without failOn what can be asked, and with a baseline prices and terms too", async () => {
    world();
    file("advisor.yaml", requirements());
    const names = async (args = "") => (await json(args)).workloads[0]?.checks.map((c) => c.check);
    expect(await names()).toEqual(["ruledOut", "retiresWithinDays"]);
    expect(await names("--budget 100000")).toEqual(["ruledOut", "overBudget", "retiresWithinDays"]);
    expect(await names("--baseline decision.json")).toEqual([
      "ruledOut",
      "priceDriftPercent",
      "retiresWithinDays",
      "termsChanged",
    ]);
  });

  it("no score: other priorities turn nothing red but the ranks that were asked for", async () => {
    world();
    file("advisor.yaml", requirements({ baseline: "decision.json" }));
    expect((await check("--priority innovation=100")).code).toBe(0);
  });
});

describe("advisor check: exceptions", () => {
  const exception = (rule: string, expires: string, candidate = "null") =>
    `    - {rule: ${rule}, candidate: ${candidate}, reason: "Pilot.", approver: J. Doe, expires: ${expires}}`;

  it.each([
    ["privacy.residency", "null"],
    ["privacy.residency", ROCKET],
    ["privacy.residency", "acme/rocket"],
    ["ruledOut", "null"],
    ["ruled-out", ROCKET],
  ])("%s for %s is accepted until its last day and red on the next, by name", async (rule, candidate) => {
    world({ processingIn: "[US]" });
    file(
      "advisor.yaml",
      requirements({ failOn: only("ruledOut: true"), exceptions: exception(rule, "2026-11-25", candidate) }),
    );
    const last = await check();
    expect(last.code).toBe(0);
    expect(flat(last.out)).toContain(
      "accepted until 2026-11-25 by the exception of J. Doe (Pilot): privacy.residency: ruled out by",
    );
    expect(flat(last.out)).toContain("0 failed, 0 hold, 1 accepted");
    const next = await check("--today 2026-11-26");
    expect(next.code).toBe(1);
    expect(flat(next.out)).toContain("the exception of J. Doe ended on 2026-11-25");
    const [finding] = (await json("--today 2026-11-26")).workloads.flatMap((w) => w.checks.flatMap((c) => c.findings));
    expect(finding).toMatchObject({ outcome: "fails", exception: null, expired: { approver: "J. Doe" } });
  });

  it("an expired one turns what is open red too", async () => {
    world({ processingIn: "null" });
    const asked = { failOn: only("ruledOut: true"), exceptions: exception("privacy.residency", "2026-11-25") };
    file("advisor.yaml", requirements(asked));
    expect((await check()).code).toBe(0);
    expect((await check("--today 2026-11-26")).code).toBe(1);
  });

  it("of a check by its name, in any spelling; of another model it accepts nothing and is warned of", async () => {
    world();
    const asked = { failOn: only("overBudget: true"), workload: "budget: {usdPerMonth: 100}" };
    for (const rule of ["overBudget", "over-budget"]) {
      file("advisor.yaml", requirements({ ...asked, exceptions: exception(rule, "2027-12-31") }));
      expect((await check()).code).toBe(0);
    }
    file(
      "advisor.yaml",
      requirements({ ...asked, exceptions: exception("overBudget", "2027-12-31", "acme/rocket-mini") }),
    );
    const { code, out } = await check();
    expect(code).toBe(1);
    expect(flat(out)).toContain("the exception of J. Doe from overBudget for acme/rocket-mini accepts nothing today");
    expect((await json()).exceptions).toMatchObject([{ rule: "overBudget", holds: true, accepts: 0, letsIn: 0 }]);
  });

  it("one that lets in others than the selected is not called unused; one that ends soon is told", async () => {
    world();
    file(
      "advisor.yaml",
      requirements({ failOn: only("ruledOut: true"), exceptions: exception("privacy.residency", "2026-12-01") }),
    );
    const { notes, exceptions } = await json();
    expect(exceptions[0]?.letsIn).toBeGreaterThan(0);
    expect(notes.map((n) => n.code)).toEqual(["exception-ends-soon"]);
    expect(notes[0]?.place).toMatchObject({ file: "advisor.yaml", line: 15 });
  });

  it("a name that is neither rule nor check is refused at its line", async () => {
    world();
    file("advisor.yaml", requirements({ exceptions: exception("overBudgt", "2026-12-31") }));
    const { code, err } = await check();
    expect(code).toBe(2);
    expect(err).toMatch(/^advisor\.yaml:14:14 check\.exceptions\[0\]\.rule: .*Did you mean overBudget\?/u);
  });
});

describe("advisor check: several workloads", () => {
  const two = (selected: string) =>
    `workloads:\n  - {id: help, task: chat}\n  - {id: notes, task: summarization}\ncheck:\n  selected: ${selected}\n`;

  it("says of each, also where nothing is selected", async () => {
    world();
    file("advisor.yaml", two(`{help: ${ROCKET}}`));
    const { out, code } = await check();
    expect(code).toBe(0);
    expect(flat(out)).toContain(
      "· notes: nothing is selected, so it was not checked. Name a candidate in check.selected.notes.",
    );
    file("advisor.yaml", two(`{help: ${ROCKET}, notes: ${ROCKET}}`));
    const both = await check();
    expect(both.code).toBe(1);
    expect(both.out).toMatch(/^✔ help/mu);
    expect(both.out).toMatch(/^✖ notes/mu);
    expect(flat(both.out)).toContain("1 of 2 decisions no longer holds");
  });

  it("--set adds to what the file says, it does not replace it", async () => {
    world();
    file("advisor.yaml", two(`{help: ${ROCKET}}`));
    const { workloads } = await json(`--set check.selected.notes=${MINI} --set check.failOn.notInTop=3`);
    expect(workloads.map((w) => w.selected)).toEqual([ROCKET, MINI]);
    expect(workloads[0]?.checks.map((c) => c.check)).toContain("notInTop");
    expect(workloads[1]?.place?.file).toBe(`--set check.selected.notes=${MINI}`);
  });
});

describe("advisor check: what cannot be read ends with 2, and nothing is written", () => {
  const rows: readonly [string, () => void, RegExp][] = [
    [
      "no selection",
      () => file("advisor.yaml", "workloads: [{task: chat}]\n"),
      /^advisor\.yaml check\.selected: names no candidate, .*check: \{selected: \{chat: /u,
    ],
    [
      "a selection for no workload",
      () => file("advisor.yaml", requirements().replace("{help:", "{halp:")),
      /^advisor\.yaml:12:14 check\.selected\.halp: there is no workload "halp"; there is help\. Did you mean help\?/u,
    ],
    [
      "a baseline that does not exist",
      () => file("advisor.yaml", requirements({ baseline: "nowhere.json" })),
      /^nowhere\.json: does not exist\. Save a baseline with: advisor recommend advisor\.yaml --output nowhere\.json/u,
    ],
    [
      "a baseline that is none",
      () => file("advisor.yaml", requirements({ baseline: file("other.json", '{"schema": "x"}') })),
      /^other\.json: is "x", not a saved recommendation/u,
    ],
    [
      "a baseline that was cut off",
      () =>
        file(
          "advisor.yaml",
          requirements({ baseline: file("cut.json", readFileSync("decision.json", "utf8").slice(0, 9000)) }),
        ),
      /^cut\.json: is not JSON/u,
    ],
    [
      "a baseline under a what-if",
      () => {
        const decision = JSON.parse(readFileSync("decision.json", "utf8"));
        const warnings = [{ code: "what-if", text: "If Acme is cut off." }];
        file("advisor.yaml", requirements({ baseline: file("if.json", JSON.stringify({ ...decision, warnings })) }));
      },
      /^if\.json: is an answer under a what-if, no decision\./u,
    ],
    [
      "a comparison without a baseline",
      () =>
        file(
          "advisor.yaml",
          requirements({ failOn: "{termsChanged: true, winnerChanged: true, priceDriftPercent: false}" }),
        ),
      /^advisor\.yaml:13:12 check\.failOn\.termsChanged: compares with a saved recommendation, and check\.baseline names none\..*\nadvisor\.yaml:13:32 check\.failOn\.winnerChanged/u,
    ],
    [
      "a limit that is none",
      () => file("advisor.yaml", requirements({ failOn: "{retiresWithinDays: soon, notInTop: 0}" })),
      /check\.failOn\.retiresWithinDays: "soon".*\n.*check\.failOn\.notInTop: 0/u,
    ],
    ["no requirements", () => rmSync("advisor.yaml", { force: true }), /what is the job\?/u],
  ];
  it.each(rows)("%s", async (_, prepare, message) => {
    world();
    prepare();
    const { code, out, err } = await check("--output never.sarif --output never.json");
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(existsSync("never.sarif") || existsSync("never.json")).toBe(false);
  });
});

describe("advisor check: outputs", () => {
  it("writes each in the format of its ending, or of its prefix, and prints the table", async () => {
    world();
    file("advisor.yaml", requirements({ failOn: only("notInTop: 1"), selected: MINI }));
    const { code, out, err } = await check(
      "--output a.sarif --output a.junit.xml --output a.json --output a.md --output a.txt --output gitlab:gl.json --output github:gh.log",
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^✖ help/u);
    expect(err.split("\n").filter((l) => l.startsWith("wrote "))).toHaveLength(7);
    const read = (name: string) => readFileSync(name, "utf8");
    expect(JSON.parse(read("a.sarif")).version).toBe("2.1.0");
    expect(read("a.junit.xml")).toMatch(/^<\?xml .*\n<testsuites /u);
    expect(JSON.parse(read("a.json")).schema).toBe("advisor-check/1");
    expect(read("a.md")).toMatch(/^## ❌ The decision no longer holds\n/u);
    expect(read("a.txt")).toBe(out);
    expect(JSON.parse(read("gl.json"))[0]).toMatchObject({
      check_name: "notInTop",
      location: { path: "advisor.yaml" },
    });
    expect(read("gh.log")).toMatch(/^::error file=advisor\.yaml,line=12,col=20,title=help%3A Rocket Mini/u);
  });

  it("--format tells where the ending alone does not, and claims endings of its own", async () => {
    for (const [args, name, start] of [
      ["--format sarif --output s.json", "s.json", '{\n  "$schema"'],
      ["--format gitlab --output g.json", "g.json", "["],
      ["--format sarif --output j.xml", "j.xml", "<?xml"],
      ["--format junit --output report", "report", "<?xml"],
    ] as const) {
      await check(`${args} --quiet`);
      expect(readFileSync(name, "utf8").startsWith(start)).toBe(true);
    }
    const { code, err } = await check("--output report.docx --output a.md --output a.md");
    expect(code).toBe(2);
    expect(err).toContain("--output report.docx: the ending tells no format.");
    expect(err).toContain("--output a.md: is named twice.");
  });

  it("keeps a file that advisor did not write, and its own may be written again", async () => {
    world();
    file("advisor.yaml", requirements());
    for (const name of ["b.sarif", "b.xml", "b.json", "b.md", "b.txt", "gitlab:b.gl", "github:b.gh"]) {
      expect((await check(`--output ${name}`)).code).toBe(0);
      expect((await check(`--output ${name}`)).code).toBe(0);
    }
    file("theirs.md", "# Notes\n");
    const refused = await check("--output theirs.md --output new.md");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("theirs.md: exists and was not written by advisor; it is kept.");
    expect(readFileSync("theirs.md", "utf8")).toBe("# Notes\n");
    expect(existsSync("new.md")).toBe(false);
    expect((await check("--output theirs.md --force")).code).toBe(0);
  });

  it("puts a marker first, so that a bot finds its comment again", async () => {
    const { out } = await check("--format markdown --marker model-check");
    expect(out).toMatch(/^<!-- advisor:model-check -->\n## /u);
    for (const bad of ["a--b", "x>", '"a b"', "é"]) {
      const { code, err } = await check(`--format markdown --marker ${bad}`);
      expect({ code, isTold: err.startsWith("--marker: ") }).toEqual({ code: 2, isTold: true });
    }
  });

  it("has the same bytes twice", async () => {
    for (const format of ["json", "sarif", "junit", "markdown", "table", "github", "gitlab"])
      expect((await check(`--format ${format}`)).out).toBe((await check(`--format ${format}`)).out);
  });
});
