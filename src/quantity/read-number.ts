const SUFFIX: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/** `20k`, `1.5M`, `1_000`, `40%`; anything else stays text, for the schema to refuse. */
export function readNumber(text: string): number | string {
  const m = /^([+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)([kmgb%]?)$/iu.exec(text.trim());
  if (!m) return /^[+-]?(inf(inity)?|nan)$/iu.test(text.trim()) ? Number.NaN : text;
  const n = Number((m[1] ?? "").replaceAll("_", ""));
  const unit = (m[2] ?? "").toLowerCase();
  return unit === "%" ? n / 100 : n * (SUFFIX[unit] ?? 1);
}
