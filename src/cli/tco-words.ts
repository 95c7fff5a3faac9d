import { chipName } from "../explain/place.ts";
import type { TcoOf } from "../explain/tco-view.ts";
import { compact, grouped, percent, usd } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";

export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BAR = 24;

export const money = (x: number): string => (x === 0 ? "$0" : usd(x));

/** Of one request: three figures below a dollar. */
export const moneyEach = (x: number): string => (x > 1e-6 && x < 1 ? `$${Number(x.toPrecision(3))}` : money(x));

/** `8 × MI300X 192GB (fp8, vllm)` */
export const machines = (h: NonNullable<TcoOf["hardware"]>): string =>
  `${h.perReplica * h.replicas} × ${chipName(h.accelerator)} (${h.quantization}, ${h.engine}${h.owned ? ", yours" : ""})`;

/** What the first costs, what most of that is, and who costs least. */
export function answer(candidates: readonly TcoOf[]): string {
  const [first] = candidates;
  const bill = first?.usdPerMonth;
  if (!first || !bill) return first ? `No price of ${first.name} is published.` : "";
  const most = [...first.items].sort((a, b) => b.usdPerMonth.likely - a.usdPerMonth.likely)[0];
  const share = most && bill.likely > 0 ? `, ${percent(most.usdPerMonth.likely / bill.likely)} of it ${most.item}` : "";
  const what = `${first.name} costs about ${money(bill.likely)} a month (${money(bill.low)} to ${money(bill.high)})${share}.`;
  const [least] = candidates.filter((c) => c.usdPerMonth).sort((a, b) => likely(a) - likely(b));
  if (candidates.length < 2 || !least) return what;
  return least === first
    ? `${what} None of the others here costs less.`
    : `${what} Cheapest here: ${least.name}, ${money(bill.likely - likely(least))} a month less.`;
}

const likely = ({ usdPerMonth }: TcoOf): number => usdPerMonth?.likely ?? Number.POSITIVE_INFINITY;

/** `1.75 FTE (1.5 to 2)`, `× 1 (0.8 to 1.3)`, `7 % of the purchase a year (5 to 10 %)`; one figure where it has no range. */
export function valueOf({ low, likely, high }: Range, unit: string): string {
  const [write, behind] = written(unit);
  const range = low === high ? "" : ` (${write(low)} to ${write(high)})`;
  return `${write(likely)}${behind}${range}`;
}

/** How a figure of this unit is written, and what stands behind it: factors and shares are no units of their own. */
function written(unit: string): readonly [write: (x: number) => string, behind: string] {
  if (/^(factor|times)\b/u.test(unit)) return [(x) => `×\u00a0${figure(x)}`, unit.replace(/^(factor|times)/u, "")];
  if (/^share\b/u.test(unit)) return [percent, unit.slice("share".length)];
  return [figure, ` ${unit}`];
}

function withUnit(x: number, unit: string): string {
  const [write, behind] = written(unit);
  return write(x) + behind;
}

const figure = (x: number): string => (Math.abs(x) >= 1e6 ? compact(x) : grouped(x, Math.abs(x) < 0.1 ? 3 : 2));

/** The source of an assumption beside its name. */
export function sourceOf(name: string, source: string): string {
  const own = `assumption: ${name}`;
  if (!source.startsWith(own)) return source;
  const rest = source.slice(own.length).replace(/^[, ]+/u, "");
  const inner = /^\((?<text>.*)\)(?<date>, [^)]*)?$/u.exec(rest)?.groups;
  return inner ? `${inner["text"]}${inner["date"] ?? ""}` : `our assumption, ${rest}`;
}

/** Rows of a tornado: input, its ends, what a month costs there, and a bar around today's bill. */
export function driverRows(drivers: TcoOf["drivers"], now: number, bars: boolean): string[][] {
  const ends = drivers.flatMap((d) => [d.atLow, d.atHigh]);
  const least = Math.min(now, ...ends);
  const most = Math.max(now, ...ends);
  const column = (x: number): number => (most > least ? Math.round(((x - least) / (most - least)) * (BAR - 1)) : 0);
  return drivers.map((d) => [
    `${d.what} (${d.kind === "speed" ? "hostingSpeed" : d.input})`,
    `${written(d.unit)[0](d.value.low)} to ${withUnit(d.value.high, d.unit)}`,
    `${money(d.atLow)} to ${money(d.atHigh)}`,
    ...(bars
      ? [bar(column(Math.min(d.atLow, d.atHigh, now)), column(Math.max(d.atLow, d.atHigh, now)), column(now))]
      : []),
  ]);
}

const bar = (from: number, to: number, now: number): string =>
  Array.from({ length: BAR }, (_, i) => (i === now ? "│" : i >= from && i <= to ? "█" : "·")).join("");

/** Does it fit and by how much, how fast is it and how is that known, and whom it takes. */
export function facts({ memory, speed, people, hardware, machines: own }: TcoOf): string[] {
  const all: string[] = own ? ownFacts(own) : [];
  if (memory && hardware) {
    const spare = memory.availableBytes - memory.overheadBytes - memory.weightsBytes - memory.kvBytesPerSequence;
    const of = `weights ${size(memory.weightsBytes)}${memory.overheadBytes > 0 ? `, engine ${size(memory.overheadBytes)}` : ""}${memory.kvBytesPerSequence > 0 ? `, a request ${size(memory.kvBytesPerSequence)}` : ""}`;
    const room =
      memory.kvBytesPerSequence > 0
        ? `, room for ${grouped(memory.maxConcurrency)} ${memory.maxConcurrency === 1 ? "request" : "requests"} at once`
        : "";
    all.push(`It fits with ${size(spare)} of ${size(memory.availableBytes)} to spare: ${of}${room}.`);
  }
  if (speed?.tokensPerSecond && speed.firstTokenSeconds) {
    const { firstTokenSeconds: first, tokensPerSecond: rate } = speed;
    all.push(
      `First token in ${seconds(first.likely)} s (${seconds(first.low)} to ${seconds(first.high)}), then ${grouped(rate.likely)} tokens a second (${grouped(rate.low)} to ${grouped(rate.high)}); ${speed.basis}, ${speed.source}.`,
    );
  }
  if (people && people.needed.likely > 0) {
    const { needed, have, hired } = people;
    const whom =
      have === null
        ? "how many you have is not known (--ml-ops-fte)"
        : hired === 0
          ? `you have ${figure(have)}`
          : `you have ${figure(have)}, so ${figure(hired ?? 0)} more`;
    all.push(
      `People: ${figure(needed.likely)} full-time (${figure(needed.low)} to ${figure(needed.high)}), all billed; ${whom}.`,
    );
  }
  return all;
}

function ownFacts({ purchaseUsd: price, devices, bought, residualShare, years, renewed, ...power }: Own): string[] {
  const again = renewed ? `, then again` : "";
  const purchase = price
    ? [
        `Purchase: ${money(price.likely)} (${money(price.low)} to ${money(price.high)}) for ${grouped(bought)} with their servers, of which ${percent(residualShare.likely)} is left after ${grouped(years.likely, 1)} years${again}.`,
      ]
    : [];
  const { kw, pue, usdPerKwh } = power;
  return [
    ...purchase,
    `Power: ${grouped(kw.likely, 1)} kW for ${grouped(devices)}, × ${grouped(pue.likely, 2)} for cooling, at ${money(usdPerKwh.likely)} a kWh, all hours of the month.`,
  ];
}

type Own = NonNullable<TcoOf["machines"]>;

const seconds = (x: number): string => grouped(Number(x.toPrecision(2)), 3);

const size = (bytes: number): string =>
  bytes >= 1e12
    ? `${grouped(bytes / 1e12, 2)} TB`
    : bytes >= 1e9
      ? `${grouped(bytes / 1e9, bytes < 1e10 ? 1 : 0)} GB`
      : `${grouped(bytes / 1e6)} MB`;
