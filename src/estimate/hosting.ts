import type { Candidate } from "../candidates/candidate.ts";
import type { Model } from "../catalog/catalog.ts";
import { exactly, type Range } from "../quantity/range.ts";
import { type Bench, isTextWork, mayBeInterrupted } from "./bench.ts";
import { deviceItems } from "./device-cost.ts";
import { deviceSetup } from "./device-setup.ts";
import type { CostItem, Estimate, HardwarePlan, Remark } from "./estimate.ts";
import { replicasFor } from "./fleet.ts";
import { citationLine, citationOf, correctionLine } from "./measured-evidence.ts";
import { mediaBytes, mediaParametersB, mediaSetup } from "./media-setup.ts";
import { cheapestPlan, type Plan, type Plans, type Setup, type Speed } from "./plan.ts";
import { priceToday, yearsOld } from "./purchase.ts";
import { type SelfCost, selfCost } from "./self-cost.ts";
import { DEVICE_COUNTS, type Stock, stocksAt } from "./stock.ts";
import {
  correctionAt,
  factorOf,
  quantizationOf,
  servingSetup,
  type TextModel,
  textModel,
  type Width,
  weightsOf,
} from "./text-setup.ts";
import { boundOf, stepSeconds, userRate } from "./throughput.ts";
import { workSpread } from "./token-spread.ts";

/** A self-hosted candidate: its plan (null where nothing fits or nothing is known), what that costs without staff, its speed. */
export interface Hosting {
  readonly plan: Plan | null;
  readonly fits: boolean | null;
  readonly items: readonly CostItem[];
  readonly nodes: Range;
  readonly binding: string | null;
  readonly hardware: HardwarePlan | null;
  readonly firstTokenSeconds: Range | null;
  readonly tokensPerSecond: Range | null;
  readonly speedBasis: Estimate["speedBasis"];
  readonly speedSource: string | null;
  readonly remarks: readonly Remark[];
}

const texts = new WeakMap<Bench, Map<Model, TextModel | null>>();

/** Plans the cheapest hardware for an open model on rented, own or users' accelerators, and tells what bounds it. */
export function hostingOf(bench: Bench, candidate: Candidate): Hosting {
  const { model, deployment } = candidate;
  const stocks = stocksAt(bench, deployment);
  const edge = deployment.kind === "edge";
  const text = isTextWork(bench, model) ? textFor(bench, model) : null;
  const unsized = model.parameters.totalB === null;
  if (!text && unsized && isTextWork(bench, model)) return nothing(null, []);
  if (stocks.length === 0) return nothing(null, []);
  const remarks: Remark[] = [];
  if (text?.shape.assumed)
    remarks.push({ code: "geometry-assumed", args: { parametersB: text.shape.parameters / 1e9 } });
  if (!text && unsized) remarks.push({ code: "size-assumed", args: { parametersB: mediaParametersB(bench, model) } });
  const usable = edge || text ? stocks : madeFor(bench, stocks);
  if (usable.length < stocks.length) remarks.push({ code: "made-for-cuda", args: {} });
  const plan = edge ? devicePlan(bench, model, stocks, text) : ownedOrAny(bench, model, usable, text);
  if (!plan) return nothing(false, remarks);
  const own = stocks.some((s) => s.owned > 0);
  return edge ? onDevice(bench, plan, text, remarks) : onServers(bench, plan, model.id, text, remarks, own);
}

const nothing = (fits: boolean | null, remarks: readonly Remark[]): Hosting => ({
  plan: null,
  fits,
  items: [],
  nodes: exactly(0),
  binding: fits === false ? "memory" : null,
  hardware: null,
  firstTokenSeconds: null,
  tokensPerSecond: null,
  speedBasis: null,
  speedSource: null,
  remarks,
});

function textFor(bench: Bench, model: Model): TextModel | null {
  const known = texts.get(bench) ?? new Map<Model, TextModel | null>();
  texts.set(bench, known);
  const hit = known.get(model);
  if (hit !== undefined) return hit;
  const text = textModel(bench, model);
  known.set(model, text);
  return text;
}

/** Chips that the published code of models without text is made for, and what is owned; embeddings run in serving engines, on any. */
function madeFor({ assumptions, task }: Bench, stocks: readonly Stock[]): readonly Stock[] {
  if (task?.family === "retrieval" || assumptions.likely("mediaOnAnyChip") > 0) return stocks;
  const own = stocks.filter((s) => s.owned > 0 || s.accelerator.vendor === "NVIDIA");
  return own.length > 0 ? own : stocks;
}

/** Nobody buys new machines beside idle ones to save less than this share of the bill of machines. */
const WORTH_BUYING = 0.25;

/** What is owned is used first: its purchase is spent. Others are bought where it does not do, or where they save a good deal. */
function ownedOrAny(bench: Bench, model: Model, stocks: readonly Stock[], text: TextModel | null): Plan | null {
  const owned = stocks.filter((s) => s.owned > 0);
  const any = serverPlan(bench, model, stocks, text);
  const plan = owned.length > 0 ? serverPlan(bench, model, owned, text) : null;
  const enough = plan?.setup.meetsLatency && plan.replicas * plan.setup.devices <= plan.stock.owned;
  if (!plan || !enough) return any;
  const saves = any?.setup.meetsLatency && any.usdPerMonth < (1 - WORTH_BUYING) * plan.usdPerMonth;
  return saves ? any : plan;
}

/** Eight bits where the chip multiplies them, else sixteen; four only where nothing wider fits and meets the latency. */
function serverPlan(bench: Bench, model: Model, stocks: readonly Stock[], text: TextModel | null): Plan | null {
  if (!text) {
    const bytes = mediaBytes(bench, mediaParametersB(bench, model));
    return cheapestPlan(
      bench,
      stocks,
      () => bytes,
      (stock, i) => mediaSetup(bench, model, stock.machine, DEVICE_COUNTS[i] ?? 1),
    ).plan;
  }
  const plans = (width: Width): Plans =>
    cheapestPlan(
      bench,
      stocks,
      (stock) => weightsOf(bench, text, quantizationOf(text, stock.machine, width))?.total ?? Number.POSITIVE_INFINITY,
      (stock, i, mostBusySeconds) => servingSetup(bench, text, stock.machine, i, width, mostBusySeconds),
    );
  const wide = plans("wide");
  if (wide.plan) return wide.plan;
  const narrow = plans("narrow");
  return narrow.plan ?? wide.late ?? narrow.late;
}

/** The smallest device of the class that holds the model and meets the latency, else the smallest that holds it. */
function devicePlan(bench: Bench, model: Model, stocks: readonly Stock[], text: TextModel | null): Plan | null {
  let late: Plan | null = null;
  for (const stock of stocks) {
    const setup = text ? deviceSetup(bench, text, stock.machine) : mediaSetup(bench, model, stock.machine, 1);
    if (!setup) continue;
    const plan: Plan = { stock, setup, replicas: 1, usdPerMonth: 0 };
    if (setup.meetsLatency) return plan;
    late ??= plan;
  }
  return late;
}

function onDevice(bench: Bench, plan: Plan, text: TextModel | null, remarks: readonly Remark[]): Hosting {
  const { setup } = plan;
  return {
    plan,
    fits: true,
    items: deviceItems(bench, plan),
    nodes: exactly(0),
    binding: setup.meetsLatency ? boundBy(setup) : "latency",
    hardware: hardware(plan, false, null),
    ...speedOf(bench, plan, 1, text),
    remarks,
  };
}

function onServers(
  bench: Bench,
  plan: Plan,
  model: string,
  text: TextModel | null,
  before: readonly Remark[],
  own: boolean,
): Hosting {
  const { setup, replicas: first } = plan;
  const { spares } = bench;
  const cost = selfCost(bench, plan, workSpread(bench, model, setup.replica, setup.capacity.busySeconds));
  const { quarterGrowth } = bench;
  const last = replicasFor(bench, setup.capacity, setup.factor.likely, quarterGrowth[quarterGrowth.length - 1] ?? 1);
  const working = first - spares;
  const used = (bench.peakPerSecond * setup.capacity.busySeconds) / (setup.factor.likely * bench.utilization * working);
  const floor = last - spares === 1 && used < 0.5;
  const remarks = [...before];
  if (cost.ownedUsed > 0)
    remarks.push({ code: "owned-hardware", args: { accelerator: plan.stock.machine.id, count: cost.ownedUsed } });
  else if (own) remarks.push({ code: "owned-hardware-too-small", args: {} });
  remarks.push(...purchaseRemarks(bench, plan, cost));
  const measured = setup.correction?.match === "exact" ? citationOf(setup.correction) : null;
  if (measured) remarks.push({ code: "measured-case", args: { source: citationLine(measured) } });
  if (floor) remarks.push({ code: "one-replica-floor", args: { usedPercent: Math.round(100 * used) } });
  if (spares > 0) remarks.push({ code: "spare-replica", args: { spares } });
  const reserved = cost.row && !mayBeInterrupted(bench) ? bench.assumptions.likely("reservedShare") : 0;
  if (reserved > 0)
    remarks.push(
      cost.row?.terms
        ? { code: "reserved", args: { percent: Math.round(100 * reserved) } }
        : { code: "reserved-too-long", args: {} },
    );
  if (last > first) remarks.push({ code: "growth-adds-replicas", args: { from: first, to: last } });
  return {
    plan,
    fits: true,
    items: measured ? cost.items.map((item) => sizedBy(item, citationLine(measured))) : cost.items,
    nodes: cost.nodes,
    binding: !setup.meetsLatency ? "latency" : floor ? "floor" : boundBy(setup),
    hardware: hardware(plan, cost.ownedUsed > 0, cost.row?.region ?? null),
    ...speedOf(bench, plan, working, text),
    remarks,
  };
}

/** What is bought at an old price, and what nobody tells the price of. */
function purchaseRemarks(
  { assumptions: a, context }: Bench,
  { stock, setup, replicas }: Plan,
  cost: SelfCost,
): Remark[] {
  if (cost.row) return [];
  const { id, purchase } = stock.accelerator;
  if (!purchase) return [{ code: "support-unpriced", args: { accelerator: id } }];
  const isBought = replicas * setup.devices > cost.ownedUsed;
  if (!isBought || a.isSet("purchasePriceFactor") || yearsOld(purchase, context.today) === 0) return [];
  const { low, high } = priceToday(purchase, a, context.today);
  const priced = purchase.priced ?? purchase.checked;
  const [least, most] = [low, high].map((x) => Number(x.toPrecision(2)));
  return [{ code: "purchase-price-old", args: { accelerator: id, priced, low: least ?? low, high: most ?? high } }];
}

/** A listed price times a measured number of accelerators; what is assumed of the price stays assumed. */
const sizedBy = (item: CostItem, measurement: string): CostItem =>
  item.item === "accelerators"
    ? {
        ...item,
        basis: item.basis === "quoted" ? "measured" : item.basis,
        source: `${item.source}; as many as a measurement says: ${measurement}`,
      }
    : item;

const boundBy = ({ bound, replica, capacity }: Setup): string | null =>
  bound ?? (replica && boundOf(replica, capacity.batch));

const hardware = ({ stock, setup, replicas }: Plan, owned: boolean, region: string | null): HardwarePlan => ({
  accelerator: stock.machine.id,
  perReplica: setup.devices,
  replicas,
  quantization: setup.quantization,
  engine: setup.engine,
  owned,
  region,
});

/** Speed at the load of the first month's peak: streams in work by Little's law, found by iteration. */
function speedOf(
  bench: Bench,
  { setup, stock }: Plan,
  working: number,
  text: TextModel | null,
): Pick<Hosting, "firstTokenSeconds" | "tokensPerSecond" | "speedBasis" | "speedSource"> {
  const load = underLoad(bench, setup, bench.peakPerSecond / Math.max(1, working));
  if (!load) return { firstTokenSeconds: null, tokensPerSecond: null, speedBasis: null, speedSource: null };
  const { speed, batch } = load;
  const { replica, parallelism, quantization } = setup;
  const correction =
    text && replica && parallelism && setup.correction
      ? correctionAt(bench, text, { replica, parallelism, quantization, machine: stock.machine }, batch)
      : setup.correction;
  const { low, likely, high } = text && replica ? factorOf(text, correction) : setup.factor;
  const again = setup.factor.likely / likely;
  const profile = setup.engine === bench.local.engine ? bench.local : bench.serving;
  const [early, tardy] =
    profile.kind === "local"
      ? [1 / profile.spread.prefill[1], 1 / profile.spread.prefill[0]]
      : profile.firstTokenSpread;
  const first = speed.firstTokenSeconds * again;
  const rate = speed.tokensPerSecond / again;
  return {
    firstTokenSeconds: { low: first * early, likely: first, high: first * tardy },
    tokensPerSecond: { low: (rate * low) / likely, likely: rate, high: (rate * high) / likely },
    speedBasis: text?.shape.assumed ? "assumed" : correction ? BASIS[correction.match] : profile.basis,
    speedSource: `profile ${profile.engine} ${profile.date}: ${profile.fittedOn}${correction ? `; ${correctionLine(correction)}` : ""}`,
  };
}

const BASIS = { exact: "measured", near: "fitted" } as const;

interface Load {
  readonly speed: Speed;
  /** Streams in work. */
  readonly batch: number;
}

function underLoad(bench: Bench, { replica: r, capacity, factor, speed }: Setup, perSecond: number): Load | null {
  if (!r) return speed && { speed, batch: 1 };
  let batch = 1;
  for (let i = 0; i < 5; i++) {
    const stay = (r.prefillSeconds + bench.outputTokens / userRate(r, batch)) / factor.likely;
    const next = Math.max(1, Math.min(capacity.batch, perSecond * stay));
    if (Math.abs(next - batch) < 0.02 * batch) break;
    batch = next;
  }
  return {
    speed: {
      firstTokenSeconds: (r.prefillSeconds + stepSeconds(r, batch)) / factor.likely,
      tokensPerSecond: userRate(r, batch) * factor.likely,
    },
    batch,
  };
}
