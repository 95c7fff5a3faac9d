/** One row of a Markdown table; cells come escaped. */
export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
