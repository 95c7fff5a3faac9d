/** What a configuration file may hold. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** A value as YAML 1.2 in block style; every text that could be read as something else is quoted. Keys without a value are left out. */
export function yamlText(value: Yaml, comment: readonly string[] = []): string {
  return [...comment.map((c) => `# ${c}`.trimEnd()), ...blockOf(value)].join("\n").concat("\n");
}

/** Several documents of one file. */
export const yamlDocuments = (values: readonly Yaml[], comment: readonly string[]): string =>
  [...comment.map((c) => `# ${c}`), ...values.flatMap((v, n) => [...(n > 0 ? ["---"] : []), ...blockOf(v)])]
    .join("\n")
    .concat("\n");

const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./-]*$/u;
const READ_AS_OTHER = /^(?:true|false|yes|no|on|off|null|y|n|~)$/iu;

export function scalar(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  return PLAIN.test(value) && !READ_AS_OTHER.test(value) ? value : JSON.stringify(value);
}

function blockOf(value: Yaml): string[] {
  if (isScalar(value)) return [scalar(value)];
  if (isList(value)) return value.length === 0 ? ["[]"] : value.flatMap(itemOf);
  const entries = Object.entries(value).filter((e): e is [string, Yaml] => e[1] !== undefined);
  return entries.length === 0 ? ["{}"] : entries.flatMap(([key, v]) => entryOf(key, v));
}

function entryOf(key: string, value: Yaml): string[] {
  const name = scalar(key);
  if (isScalar(value)) return [`${name}: ${scalar(value)}`];
  const lines = blockOf(value);
  return isEmpty(lines) ? [`${name}: ${lines[0]}`] : [`${name}:`, ...lines.map((l) => `  ${l}`)];
}

function itemOf(value: Yaml): string[] {
  const [first = "", ...rest] = blockOf(value);
  return [`- ${first}`, ...rest.map((l) => `  ${l}`)];
}

const isEmpty = (lines: readonly string[]): boolean => lines.length === 1 && (lines[0] === "[]" || lines[0] === "{}");
const isScalar = (v: Yaml): v is string | number | boolean | null => typeof v !== "object" || v === null;
const isList = (v: Yaml): v is readonly Yaml[] => Array.isArray(v);
