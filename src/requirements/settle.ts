import { Failure } from "../failure.ts";
import { CRITERIA, type Criterion, type DeploymentKind, type Task } from "../vocabulary.ts";
import { type Layer, type Origin, valueAt } from "./layer.ts";
import type { Check, Organization, Requirements, Traffic, Workload } from "./requirements.ts";
import { settleCheck } from "./settle-check.ts";

/** What is assumed where nobody said: a requirements file whose one workload is the pattern of all, and the traffic of each task. */
export interface Defaults {
  readonly requirements: unknown;
  readonly tasks: Readonly<Record<Task, { readonly title: string; readonly defaults: TaskDefaults }>>;
}
export interface TaskDefaults
  extends Pick<
    Traffic,
    | "requestsPerDay"
    | "inputTokens"
    | "outputTokens"
    | "inputImages"
    | "inputSeconds"
    | "outputImages"
    | "outputSeconds"
  > {
  readonly contextTokens: number;
  readonly quality: Workload["quality"];
}

export interface Settled {
  readonly requirements: Requirements;
  /** Path of each settled value → who said it. */
  readonly origins: Readonly<Record<string, Origin>>;
}

type Path = readonly (string | number)[];

/**
 * Puts the layers together, the first one that speaks about a key wins; the defaults come last.
 * @throws Failure when no workload has a task, or two share an id
 */
export function settle(layers: readonly Layer[], defaults: Defaults): Settled {
  const origins: Record<string, Origin> = {};

  const choose = <T>(path: Path, fallbacks: readonly unknown[]): T => {
    const name = path.reduce<string>((s, p) => (typeof p === "number" ? `${s}[${p}]` : s ? `${s}.${p}` : p), "");
    for (const layer of layers) {
      const v = valueAt(layer.value, path);
      if (v === undefined) continue;
      origins[name] = layer.origin;
      return (v === "unknown" ? null : v) as T;
    }
    origins[name] = "default";
    const fallback = fallbacks.find((f) => f !== undefined);
    return (fallback === undefined || fallback === "unknown" ? null : fallback) as T;
  };
  const root = <T>(...path: Path): T => choose<T>(path, [valueAt(defaults.requirements, path)]);

  const count = Math.max(0, ...layers.map((l) => workloadsOf(l).length));
  if (count === 0) throw missingTask();
  const workloads = Array.from({ length: count }, (_, i) => settleWorkload(i, choose, defaults));
  const seen = new Map<string, number>();
  for (const [i, w] of workloads.entries()) {
    const before = seen.get(w.id);
    if (before !== undefined) {
      const speaker = layers.find((l) => valueAt(l.value, ["workloads", i]) !== undefined);
      throw new Failure({
        ...(speaker ? { place: speaker.locate(["workloads", i, "id"]) } : {}),
        path: `workloads[${i}].id`,
        text: `"${w.id}" is already the id of workloads[${before}].`,
        hint: "Give each workload an id of its own.",
      });
    }
    seen.set(w.id, i);
  }

  const organization: Organization = {
    jurisdiction: root("organization", "jurisdiction"),
    ownership: root("organization", "ownership"),
    usersIn: root("organization", "usersIn"),
    annualRevenueUsd: root("organization", "annualRevenueUsd"),
    monthlyActiveUsers: root("organization", "monthlyActiveUsers"),
    modelAsAService: root("organization", "modelAsAService"),
    sector: root("organization", "sector"),
    team: { mlOpsFte: root("organization", "team", "mlOpsFte") },
    hardware: root("organization", "hardware"),
    excludedOrigins: root("organization", "excludedOrigins"),
    excludedHosts: root("organization", "excludedHosts"),
    excludedVendors: root("organization", "excludedVendors"),
    discounts: root("organization", "discounts"),
  };
  const speaks = layers.find((l) => valueAt(l.value, ["priorities"]) !== undefined);
  // Who states priorities says how sure they are; somebody else's doubt is about somebody else's priorities.
  const doubter = layers
    .slice(0, speaks ? layers.indexOf(speaks) + 1 : undefined)
    .find((l) => doubtIn(l) !== undefined);
  if (doubter) origins["prioritiesDoubt"] = doubter.origin;
  const priorities = Object.fromEntries(
    CRITERIA.map((c) => {
      // Whoever states priorities states all of them: what they leave out is 0, not somebody else's opinion.
      if (!speaks) return [c, root<number>("priorities", c)];
      origins[`priorities.${c}`] = speaks.origin;
      return [c, (valueAt(speaks.value, ["priorities", c]) as number | undefined) ?? 0];
    }),
  ) as Record<Criterion, number>;

  return {
    requirements: {
      organization,
      workloads,
      priorities,
      ...(doubter ? { prioritiesDoubt: doubtIn(doubter) as number } : {}),
      evaluations: root("evaluations"),
      check: root<Check | null>("check") && settleCheck(layers),
      plan: root("plan"),
      assumptions: root("assumptions"),
    },
    origins,
  };
}

type Choose = <T>(path: Path, fallbacks: readonly unknown[]) => T;

function settleWorkload(i: number, choose: Choose, defaults: Defaults): Workload {
  const at = <T>(...path: Path): T => {
    const pattern = valueAt(defaults.requirements, ["workloads", 0, ...path]);
    return choose<T>(["workloads", i, ...path], [taskValue(path), pattern]);
  };
  const task = choose<Task | null>(["workloads", i, "task"], []);
  if (task === null) throw missingTask(i);
  const of = defaults.tasks[task];
  const taskValue = (path: Path): unknown => {
    const key = path[0] === "traffic" ? path[1] : path.length === 1 ? path[0] : undefined;
    return key === undefined ? undefined : (of.defaults as unknown as Record<string, unknown>)[key];
  };
  const number = (key: keyof Traffic): number => at<number>("traffic", key);
  const offline = at<boolean | null>("offline");
  const interfaceKind = at<Workload["interface"]>("interface");
  const kinds = at<readonly DeploymentKind[]>("deployments");
  const further: DeploymentKind[] = [
    ...(offline ? (["edge"] as const) : []),
    ...(interfaceKind === "api" ? [] : (["app"] as const)),
  ];
  const stated = choose<readonly DeploymentKind[] | null>(["workloads", i, "deployments"], []);
  return {
    id: choose(["workloads", i, "id"], [task]),
    title: choose(["workloads", i, "title"], [of.title]),
    task,
    languages: at<readonly string[] | null>("languages") ?? [],
    interface: interfaceKind,
    traffic: {
      requestsPerDay: number("requestsPerDay"),
      inputTokens: number("inputTokens"),
      outputTokens: number("outputTokens"),
      cachedInputShare: number("cachedInputShare"),
      batchShare: number("batchShare"),
      peakToAverage: number("peakToAverage"),
      growthPerYear: number("growthPerYear"),
      inputImages: number("inputImages"),
      inputSeconds: number("inputSeconds"),
      outputImages: number("outputImages"),
      outputSeconds: number("outputSeconds"),
    },
    contextTokens: contextTokens(at("contextTokens"), number("inputTokens") + number("outputTokens")),
    latency: {
      firstTokenSeconds: at("latency", "firstTokenSeconds"),
      tokensPerSecond: at("latency", "tokensPerSecond"),
    },
    quality: at<Workload["quality"] | null>("quality") ?? "basic",
    data: {
      sensitivity: at("data", "sensitivity"),
      regulations: at<Workload["data"]["regulations"] | null>("data", "regulations") ?? [],
      residency: at<readonly string[] | null>("data", "residency") ?? [],
      sensitiveShare: at("data", "sensitiveShare"),
      zeroRetention: at("data", "zeroRetention"),
      airGapped: at("data", "airGapped"),
    },
    customization: at<Workload["customization"] | null>("customization") ?? "none",
    deployments: stated ?? [...new Set([...kinds, ...further])],
    license: {
      commercialUse: at("license", "commercialUse"),
      osiApproved: at("license", "osiApproved"),
      redistributeDerivatives: at("license", "redistributeDerivatives"),
      trainOnOutputs: at("license", "trainOnOutputs"),
    },
    support: at<Workload["support"] | null>("support") ?? "community",
    uptimePercent: at("uptimePercent"),
    budget: { usdPerMonth: at("budget", "usdPerMonth"), hard: at<boolean | null>("budget", "hard") ?? false },
    lifetimeMonths: at("lifetimeMonths"),
    offline,
  };
}

/** A request is never longer than the longest request. */
const contextTokens = (stated: number, oneRequest: number): number => Math.max(stated, oneRequest);

const workloadsOf = (layer: Layer): readonly unknown[] => {
  const w = valueAt(layer.value, ["workloads"]);
  return Array.isArray(w) ? w : [];
};

const doubtIn = (layer: Layer): unknown => valueAt(layer.value, ["prioritiesDoubt"]);

const missingTask = (i = 0): Failure =>
  new Failure({
    path: `workloads[${i}].task`,
    text: "is missing: what is the job?",
    hint: "Give --task TASK, --preset NAME, or a file advisor.yaml (advisor recommend --help lists them).",
  });
