import type { Switching } from "../explain/switching.ts";
import { grouped, usd } from "../quantity/format.ts";
import type { Range } from "../quantity/range.ts";

const money = ({ low, likely, high }: Range): string =>
  low === high ? usd(likely) : `${usd(likely)} (${usd(low)} to ${usd(high)})`;

/** What moving costs, in sentences: once, and every month. */
export function switchingSentences(s: Switching): string[] {
  const parts = [
    s.evaluationUsd.likely > 0 ? `${usd(s.evaluationUsd.likely)} evaluation and migration` : "",
    s.exitUsd ? `${usd(s.exitUsd.likely)} leaving` : "",
    s.tuningUsd ? `${usd(s.tuningUsd.likely)} tuning anew` : "",
  ].filter((p) => p !== "");
  const stays = s.evaluationUsd.likely === 0 ? " The model stays the same, so it need not be evaluated anew." : "";
  const unknown = s.exitUsd ? "" : " What leaving costs is not known: the bill has no such line.";
  return [
    `Switching costs about ${money(s.onceUsd)} once${parts.length > 1 ? `: ${parts.join(", ")}` : ""}.${stays}${unknown}`,
    monthly(s),
  ];
}

function monthly({ usdPerMonth: m, paysBackMonths: back }: Switching): string {
  if (!m) return "By how much the monthly bill changes is not known.";
  if (Math.abs(m.difference) < 0.5) return "The monthly bill stays the same.";
  const way = m.difference > 0 ? "more" : "less";
  const paid =
    back === null
      ? ""
      : `, which pays for the switch after ${grouped(Math.max(1, Math.ceil(back)))} ${Math.ceil(back) <= 1 ? "month" : "months"}`;
  return `From then on it costs ${usd(Math.abs(m.difference))} a month ${way} (${usd(m.old)} → ${usd(m.new)})${paid}.`;
}
