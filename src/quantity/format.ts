/** 1234567 → `1,234,567`; at most `digits` decimals, none that are zero. */
export function grouped(x: number, digits = 0): string {
  const fixed = Math.abs(x).toFixed(digits);
  const [whole = "0", fraction = ""] = fixed.split(".");
  const decimals = fraction.replace(/0+$/u, "");
  return `${x < 0 && Number(fixed) !== 0 ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/gu, ",")}${decimals ? `.${decimals}` : ""}`;
}

/** `$0.42`, `$9.10`, `$412`, `$4,130`, `$142,000`: three figures, or the dollar above a thousand. */
export function usd(x: number): string {
  const a = Math.abs(x);
  const sign = x < 0 ? "-" : "";
  if (a >= 10_000) return `${sign}$${grouped(Number(a.toPrecision(3)))}`;
  if (a >= 100) return `${sign}$${grouped(a)}`;
  return `${sign}$${a < 0.01 && a > 0 ? a.toPrecision(2) : a.toFixed(2)}`;
}

/** 131072 → `131k`, 1050000 → `1.05M`. */
export function compact(x: number): string {
  const a = Math.abs(x);
  if (a >= 1e9) return `${grouped(x / 1e9, 2)}B`;
  if (a >= 1e6) return `${grouped(x / 1e6, 2)}M`;
  if (a >= 1e4) return `${grouped(x / 1e3)}k`;
  return grouped(x, a < 10 ? 2 : 0);
}

/** 0.283 → `28 %` */
export const percent = (share: number): string =>
  `${grouped(share * 100, Math.abs(share) < 0.01 && share !== 0 ? 1 : 0)} %`;

/** `document-analysis` → `document analysis` */
export const spoken = (id: string): string => id.replaceAll("-", " ");
