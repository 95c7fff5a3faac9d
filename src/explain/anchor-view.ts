import type { Base } from "../rules/rulebook.ts";

/** Where a criterion starts, as the reader of a report may look it up. */
export const anchorView = ({ criterion, title, of, constant, breakpoints, log, cite }: Base) => ({
  criterion,
  title,
  of,
  constant,
  breakpoints: breakpoints.map(([figure, value]): [number, number] => [figure, value]),
  log,
  source: cite.join("; "),
});
