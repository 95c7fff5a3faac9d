import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { fallbackOf, keysOf, worthOf } from "../../src/advise/plan/fallback.ts";
import { type Entrant, type Field, fieldOf } from "../../src/advise/plan/field.ts";
import { fleetOf } from "../../src/advise/plan/fleet.ts";
import { isClosed, lotsOf } from "../../src/advise/plan/lots.ts";
import { measuredBeside } from "../../src/advise/plan/measured.ts";
import { routeOf } from "../../src/advise/plan/route.ts";
import type { AdviseInput } from "../../src/advise.ts";
import { loadWholeCatalog } from "../../src/catalog/load.ts";
import { loadKnowledge, settleRequirements } from "../../src/cli/load.ts";
import { identitiesIn, isTextIn } from "../../src/cli/write-handoff.ts";
import type { HandoffFile } from "../../src/handoff/files.ts";
import { handoff } from "../../src/handoff/handoff.ts";
import type { IdentityOf } from "../../src/handoff/identity.ts";
import { VERSIONS, VLLM_FLAGS } from "../../src/handoff/versions.ts";
import { scalar, yamlText } from "../../src/handoff/yaml-text.ts";
import type { Portfolio } from "../../src/portfolio.ts";
import { run } from "../cli/run.ts";
import { randomOf } from "../decide/portfolio/arbitrary.ts";

const TODAY = "2026-11-25";
const fixture = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/schemas", name), "utf8"));
// biome-ignore lint/suspicious/noExplicitAny: documents of other programs
type Json = any;

const ajv = new Ajv({ unknownFormats: "ignore", schemaId: "auto" });
const composeSpec = fixture("compose-spec.json");
const isCompose = ajv.compile({ ...composeSpec, $schema: "http://json-schema.org/draft-07/schema#" });
const isGateway = ajv.compile(fixture("litellm-proxy.json"));
const isSuite = ajv.compile(fixture("promptfoo-config.json"));
const kubernetes = fixture("kubernetes-written.json");
const kinds = new Map(
  Object.keys(kubernetes)
    .filter((k) => k !== "$comment")
    .map((k) => [k, ajv.compile(kubernetes[k])]),
);
const flags: ReadonlySet<string> = new Set(fixture("vllm-serve-flags.json").flags);

const bank = {
  schema: "advisor-requirements/1",
  organization: {
    jurisdiction: "DE",
    usersIn: ["DE"],
    sector: "finance",
    team: { mlOpsFte: 3 },
    hardware: [{ accelerator: "nvidia-h100-80gb-sxm", count: 8 }],
  },
  workloads: [
    {
      id: "advisory",
      task: "question-answering",
      languages: ["de"],
      traffic: { requestsPerDay: 200_000, inputTokens: 3000, outputTokens: 500 },
      quality: "capable",
      data: { sensitivity: "regulated", regulations: ["gdpr"], residency: ["EU"], sensitiveShare: 0.3 },
    },
    {
      id: "clauses",
      task: "document-analysis",
      traffic: { requestsPerDay: 500, inputTokens: 6000, outputTokens: 800 },
      quality: "basic",
      data: { sensitivity: "confidential" },
    },
    { id: "drafts", task: "writing", data: { sensitivity: "public" } },
    {
      id: "aid",
      task: "chat",
      quality: "basic",
      data: { sensitivity: "internal" },
      deployments: ["edge", "vendor-api", "hosted-api"],
    },
  ],
};

let fields: Field[];
let input: AdviseInput;
let identityOf: IdentityOf;
let isText: ReturnType<typeof isTextIn>;

beforeAll(async () => {
  const { catalog, rulebook } = await loadKnowledge([], []);
  const { mkdtempSync, writeFileSync } = await import("node:fs");
  const file = join(mkdtempSync(join((await import("node:os")).tmpdir(), "handoff-")), "bank.json");
  writeFileSync(file, JSON.stringify(bank));
  const settled = await settleRequirements({ flags: {}, sets: [], preset: null, file }, catalog, rulebook);
  input = { settled, catalog, rulebook, today: TODAY, seed: 1, all: true, limit: null, version: "0" };
  const context = { catalog, today: TODAY, assumptions: {} };
  fields = lotsOf(settled.requirements).map((lot) => fieldOf(input, lot, context, 0));
  const whole = await loadWholeCatalog();
  identityOf = identitiesIn(whole);
  isText = isTextIn(whole);
}, 60_000);

/** A plan in which anybody who passes may serve each share. */
const plans = new Map<number, Portfolio>();
function planOf(seed: number): Portfolio {
  let plan = plans.get(seed);
  if (!plan) plans.set(seed, (plan = makePlan(seed)));
  return plan;
}

function makePlan(seed: number): Portfolio {
  const random = randomOf(seed);
  const lots = fields.map((field) => ({ field, entrants: field.entrants }));
  // Sides in equal parts, so that every kind of file is written.
  const pick = ({ entrants }: Field): Entrant => {
    const kind = (["on-premises", "cloud-gpu", "edge", "vendor-api", "hosted-api"] as const)[Math.floor(random() * 5)];
    const of = entrants.filter((e) => e.subject.candidate.deployment.kind === kind);
    const from = of.length > 0 ? of : entrants;
    return from[Math.floor(random() * from.length)] as Entrant;
  };
  const primaries = fields.map(pick);
  const atHand = new Set(primaries.flatMap(keysOf));
  const routes = primaries.map((p, l) => {
    const field = fields[l] as Field;
    const fallback = fallbackOf(field, p, atHand, 0, 0.02);
    const worth = (e: Entrant): number => worthOf(e, atHand, 0.02);
    const beside = measuredBeside(field, p, fallback.entrant, worth, input.catalog);
    return routeOf(field, p, fallback, beside, input.rulebook, input.catalog);
  });
  const zero = { low: 0, likely: 0, high: 0 };
  return {
    advice: "hybrid",
    text: "A plan.",
    usdPerMonth: zero,
    score: 0.5,
    routes,
    unserved: [],
    bill: [],
    fleet: fleetOf(routes, primaries, lots),
    pools: [],
    vendors: [],
    platforms: [],
    fallbacksUsdPerMonth: zero,
    alternatives: [],
    changesAt: [],
    scenarios: [],
    solved: { by: "search", gap: 0, considered: [] },
    assumptions: [],
  };
}

const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);
const folders = new Map<number, HandoffFile[]>();
function written(seed: number): HandoffFile[] {
  let files = folders.get(seed);
  if (!files) folders.set(seed, (files = handoff(planOf(seed), identityOf, isText, TODAY)));
  return files;
}
const fileOf = (files: readonly HandoffFile[], path: string): string => files.find((f) => f.path === path)?.text ?? "";

function valid(check: Ajv.ValidateFunction, document: unknown, what: string): void {
  expect(check(document) ? "" : `${what}: ${ajv.errorsText(check.errors)}`).toBe("");
}

/** Every command that starts vLLM in a file. */
const commandsIn = (document: Json): string[][] => {
  if (Array.isArray(document)) return document.flatMap(commandsIn);
  if (typeof document !== "object" || document === null) return [];
  const own = String(document.image ?? "").startsWith("vllm/") ? [[...(document.args ?? document.command ?? [])]] : [];
  return [...own, ...Object.values(document).flatMap(commandsIn)];
};

describe("a written plan", { timeout: 120_000 }, () => {
  it("lets no sensitive request reach anybody who may not see it, in 200 random portfolios", () => {
    let inside = 0;
    for (const seed of SEEDS) {
      const plan = planOf(seed);
      const files = written(seed);
      const config: Json = parse(fileOf(files, "gateway/litellm.yaml"));
      const table: Json = JSON.parse(fileOf(files, "routes.json"));
      const fallbacks = new Map<string, string[]>(
        config.router_settings.fallbacks.flatMap((f: Json) => Object.entries(f)),
      );
      const reach = (name: string, seen = new Set<string>()): Set<string> => {
        if (seen.has(name)) return seen;
        seen.add(name);
        for (const next of fallbacks.get(name) ?? []) reach(next, seen);
        const alias = config.router_settings.model_group_alias?.[name];
        if (alias) reach(alias, seen);
        return seen;
      };
      const idOf = (entry: Json): string => entry.model_info.id.slice(entry.model_name.length + 1);
      for (const [l, field] of fields.entries()) {
        if (!isClosed(field.lot)) continue;
        const route = plan.routes[l];
        const passing = new Set(field.entrants.map((e) => e.id));
        const own = route?.primary.deployment.operator === "self";
        if (own) inside++;
        const names = new Set([
          ...reach(field.lot.id),
          ...(field.lot.traffic === "sensitive" ? reach(field.lot.of.id) : []),
        ]);
        const entries = config.model_list.filter((m: Json) => names.has(m.model_name));
        expect(entries.length, `seed ${seed} ${field.lot.id}`).toBeGreaterThan(0);
        for (const e of entries) {
          expect(passing.has(idOf(e)), `seed ${seed}: ${idOf(e)}`).toBe(true);
          if (own) expect(e.litellm_params.model, `seed ${seed} ${field.lot.id}`).toMatch(/^hosted_vllm\//u);
        }
        const row = table.routes.find((r: Json) => r.route === field.lot.id);
        expect(row.failClosed).toBe(true);
        if (row.fallback) {
          expect(passing.has(row.fallback.candidate)).toBe(true);
          if (own) expect(row.fallback.deployment.operator).toBe("self");
        }
      }
      expect(config.router_settings).not.toHaveProperty("default_fallbacks");
      expect(JSON.stringify(config)).not.toContain("context_window_fallbacks");
    }
    expect(inside).toBeGreaterThan(100);
  });

  it("measures finalists of other models that may see the requests, each through a gateway that has it", () => {
    let tried = 0;
    for (const seed of SEEDS.slice(0, 60)) {
      const files = written(seed);
      const models: Json[] = [
        ...parse(fileOf(files, "gateway/litellm.yaml")).model_list,
        ...(parse(fileOf(files, "evaluation/litellm.yaml")) as Json).model_list,
      ];
      for (const [l, field] of fields.entries()) {
        const route = planOf(seed).routes[l];
        const suite: Json = parse(fileOf(files, `evaluation/${field.lot.id}/promptfooconfig.yaml`));
        const passing = new Map(field.entrants.map((e) => [e.id, e.subject.candidate]));
        const labels: string[] = suite.providers.map((p: Json) => p.label);
        expect(labels[0]).toBe(route?.candidate);
        expect(labels.length).toBeGreaterThan(1);
        expect(labels.length).toBeLessThanOrEqual(5);
        expect(new Set(labels.map((id) => id.split("@")[0])).size).toBe(labels.length);
        const staysInside = isClosed(field.lot) && route?.primary.deployment.operator === "self";
        for (const { id, label, config } of suite.providers as Json[]) {
          const candidate = passing.get(label);
          expect(candidate, `seed ${seed}: ${label}`).toBeDefined();
          if (staysInside) expect(candidate?.deployment.operator, `seed ${seed}: ${label}`).toBe("self");
          const name = id.slice("openai:chat:".length);
          const [entry] = models.filter((m) => m.model_name === name);
          expect(entry?.model_info.id).toBe(`${name}-${label}`);
          const isFinalist = name.includes("-finalist-");
          expect(config.apiBaseUrl).toBe(`http://127.0.0.1:${isFinalist ? 4001 : 4000}/v1`);
          if (isFinalist) tried++;
        }
      }
    }
    expect(tried).toBeGreaterThan(200);
  });

  it("passes the schemas of the programs that read it", () => {
    const seen = new Set<string>();
    for (const seed of SEEDS.slice(0, 40)) {
      const files = written(seed);
      for (const { path, text } of files) {
        if (path.endsWith("/litellm.yaml")) valid(isGateway, parse(text), `${seed} ${path}`);
        if (path === "compose.yaml") valid(isCompose, parse(text), `${seed} ${path}`);
        if (path.endsWith("promptfooconfig.yaml")) {
          valid(isSuite, parse(text), `${seed} ${path}`);
          const cases = parse(fileOf(files, path.replace("promptfooconfig", "cases")));
          valid(isSuite, { prompts: "x", tests: cases }, `${seed} cases of ${path}`);
        }
        if (path.startsWith("kubernetes/"))
          for (const document of parseAllDocuments(text)) {
            const value: Json = document.toJS();
            seen.add(value.kind);
            const check = kinds.get(value.kind);
            expect(check, `${value.kind}`).toBeDefined();
            if (check) valid(check, value, `${seed} ${path} ${value.kind}`);
          }
      }
    }
    expect([...seen].sort()).toEqual(["Deployment", "InferenceService", "LeaderWorkerSet", "NetworkPolicy", "Service"]);
  });

  it("uses only flags that the pinned vLLM has", () => {
    expect(VERSIONS.vllmCuda.endsWith(fixture("vllm-serve-flags.json").version)).toBe(true);
    for (const f of VLLM_FLAGS) expect(flags.has(f), f).toBe(true);
    let commands = 0;
    for (const seed of SEEDS.slice(0, 40))
      for (const { path, text } of written(seed)) {
        const lists = path.endsWith(".yaml")
          ? parseAllDocuments(text).flatMap((d) => commandsIn(d.toJS()))
          : /(?:^|\/)serving\//u.test(path)
            ? [text.slice(text.indexOf("exec vllm")).split(/\s+/u)]
            : [];
        for (const words of lists) {
          commands++;
          for (const w of words.filter((x) => x.startsWith("--"))) expect(flags.has(w), `${path}: ${w}`).toBe(true);
        }
      }
    expect(commands).toBeGreaterThan(50);
  });

  it("holds no secret, no public address, and nothing without a version", () => {
    for (const seed of SEEDS.slice(0, 40))
      for (const { path, text } of written(seed)) {
        expect(text, path).not.toMatch(/0\.0\.0\.0|NodePort|LoadBalancer|hostNetwork|:latest\b/u);
        expect(text, path).not.toMatch(/\bsk-[A-Za-z0-9]{8,}/u);
        if (path === ".env.example") expect(text.split("\n").filter((l) => /^[A-Z0-9_]+=./u.test(l))).toEqual([]);
        if (path === "compose.yaml") {
          const { services } = parse(text) as Json;
          for (const [name, s] of Object.entries<Json>(services)) {
            expect(s.restart === undefined).toBe(name === "evaluation-gateway");
            expect(s.image, name).toMatch(/:v?[\w.-]*\d/u);
            for (const p of s.ports ?? []) expect(p).toMatch(/^127\.0\.0\.1:/u);
            if (!name.endsWith("gateway")) expect(s.environment.VLLM_API_KEY).toMatch(/^\$\{VLLM_API_KEY:\?/u);
          }
        }
      }
  });

  it("gives each replica accelerators of its own that hold its model, as advisor size says", async () => {
    const units = new Map<string, Portfolio["fleet"][number]>();
    for (const seed of SEEDS.slice(0, 40))
      for (const u of planOf(seed).fleet)
        if (u.engine === "vllm") units.set(`${u.candidate} ${u.accelerator} ${u.perReplica} ${u.quantization}`, u);
    const some = [...units.values()].slice(0, 40);
    expect(some.length).toBeGreaterThan(15);
    for (const u of some) {
      const model = u.candidate.slice(0, u.candidate.indexOf("@"));
      const { out, code } = await run(
        `size ${model} --accelerator ${u.accelerator} --count ${u.perReplica} --quantization ${u.quantization} --input-tokens 3000 --output-tokens 500 --format json`,
      );
      expect(code, `${u.candidate}: ${out.slice(0, 200)}`).toBe(0);
      expect(JSON.parse(out).fits, `${u.candidate} on ${u.perReplica} × ${u.accelerator} as ${u.quantization}`).toBe(
        true,
      );
    }
    for (const seed of SEEDS.slice(0, 40))
      for (const { path, text } of written(seed)) {
        if (path !== "compose.yaml") continue;
        const { services } = parse(text) as Json;
        const used = Object.values<Json>(services).flatMap((s) =>
          s.profiles
            ? []
            : (s.deploy?.resources.reservations.devices[0].device_ids ??
              s.environment.HIP_VISIBLE_DEVICES?.split(",") ??
              []),
        );
        expect(new Set(used).size, `${seed}`).toBe(used.length);
      }
  });

  it("says in its README what each file is, and names every variable in .env.example", () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const files = written(seed);
      const page = fileOf(files, "README.md");
      for (const { path } of files) if (path !== "README.md") expect(page).toContain(`\`${path}\``);
      const names = new Set(
        [...fileOf(files, "gateway/litellm.yaml").matchAll(/os\.environ\/([A-Z0-9_]+)/gu)].map((m) => m[1] ?? ""),
      );
      const inside = fileOf(files, "compose.yaml");
      const cluster = fileOf(files, "kubernetes/gateway.yaml");
      expect(inside === "").toBe(cluster !== "");
      for (const name of names)
        expect(
          fileOf(files, ".env.example").includes(`${name}=`) ||
            inside.includes(`${name}: "http://`) ||
            cluster.includes(`name: ${name}\n              value: "http://`),
          name,
        ).toBe(true);
    }
  });
});

describe("YAML that is written", () => {
  it.each([
    "yes",
    "null",
    "1.5",
    "a: b",
    "# x",
    "",
    "ü",
    "-",
    "@x",
    "{a}",
    "2026-11-25",
    "tab\there",
    'quote"',
    "plain/text-1.2",
  ])("reads back as %j", (text) => {
    expect(parse(scalar(text))).toBe(text);
    expect(parse(yamlText({ [text || "k"]: [text, { a: text, b: [] }], n: null, t: true, x: 1.5 }))).toEqual({
      [text || "k"]: [text, { a: text, b: [] }],
      n: null,
      t: true,
      x: 1.5,
    });
  });
});
