import type { OwnEvidence, PublicEvidence, Quality } from "../estimate/estimate.ts";
import { grouped } from "../quantity/format.ts";

/** What rules may know of the results behind a quality. */

type Row = Quality["evidence"][number];
const isOwn = (row: Row): row is OwnEvidence => row.kind === "own";

export const ownOf = ({ evidence }: Quality): readonly OwnEvidence[] => evidence.filter(isOwn);
export const publishedOf = ({ evidence }: Quality): readonly PublicEvidence[] =>
  evidence.filter((row): row is PublicEvidence => !isOwn(row));

/** "your own evaluation and 5 published results" */
export function basisOf(quality: Quality): string {
  const n = publishedOf(quality).length;
  const published = `${n} published result${n === 1 ? "" : "s"}`;
  if (ownOf(quality).length === 0) return published;
  return n === 0 ? "your own evaluation" : `your own evaluation and ${published}`;
}

const TOLD = 3;

/** "pass rate 91 % in 200 cases (results.json)"; null where there is none. */
export function ownResults(quality: Quality): string | null {
  const own = ownOf(quality);
  const results = own
    .slice(0, TOLD)
    .map(
      ({ variant, score, samples, source }) =>
        `${variant} ${grouped(Math.round(score * 1000) / 10, 1)} %${samples === null ? "" : ` in ${grouped(samples)} cases`} (${source})`,
    );
  const rest = own.length - results.length;
  return results.length === 0 ? null : `${results.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}
