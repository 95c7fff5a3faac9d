import { isAlias, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import { Failure, type Place, type Problem } from "../failure.ts";

/** A parsed file: its plain value, and where each part of it stands. */
export interface Parsed {
  readonly value: unknown;
  /** Place of the value at `path`; of the nearest ancestor that exists when it is missing; of the key when `key` is set. */
  readonly locate: (path: readonly PropertyKey[], key?: boolean) => Place;
}

/**
 * YAML 1.2 (and so JSON), with unique keys. Every problem is reported with line and column.
 * @throws Failure on syntax errors, alias bombs, reserved keys and endless nesting
 */
export function parseYaml(text: string, file: string): Parsed {
  if (isTooDeep(text)) throw new Failure({ place: { file }, text: "is nested too deep." });
  const lines = new LineCounter();
  try {
    const doc = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: true,
      prettyErrors: false,
      version: "1.2",
      stringKeys: true,
    });
    const place = (offset: number | undefined): Place => {
      if (offset === undefined) return { file };
      const { line, col } = lines.linePos(offset);
      return { file, line, column: col };
    };
    const problems: Problem[] = doc.errors.map((e) => ({ place: place(e.pos[0]), text: sentence(e.message) }));
    visit(doc, {
      Pair(_, pair) {
        const key = isScalar(pair.key) ? pair.key : null;
        if (key && RESERVED.has(String(key.value))) {
          problems.push({ place: place(key.range?.[0]), text: `"${key.value}" is not a key here.` });
        }
      },
    });
    if (problems.length > 0) throw new Failure(problems);
    const value = toPlain(doc, file, place);
    return { value, locate: (path, key) => place(offsetOf(doc.contents, path, key ?? false)) };
  } catch (error) {
    if (error instanceof RangeError) throw new Failure({ place: { file }, text: "is nested too deep." });
    throw error;
  }
}

const MAX_DEPTH = 200;

/** The parser is recursive, and V8 does not survive a full stack everywhere; so depth is bounded before it starts. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) depth += 1;
    else if (c === 0x5d || c === 0x7d) depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return /(?:[-?][ \t]+){200}|^ {400}/mu.test(text);
}

const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function toPlain(doc: ReturnType<typeof parseDocument>, file: string, place: (offset?: number) => Place): unknown {
  try {
    return doc.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    let first: Place = { file };
    visit(doc, {
      Alias(_, node) {
        first = place(node.range?.[0]);
        return visit.BREAK;
      },
    });
    throw new Failure({
      place: first,
      text: `its aliases (*name) cannot be resolved: ${error.message}.`,
      hint: "Write the values out.",
    });
  }
}

function offsetOf(root: Node | null, path: readonly PropertyKey[], wantKey: boolean): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const [depth, part] of path.entries()) {
    const item: unknown = isMap(node)
      ? node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(part))
      : (node as { items?: unknown[] } | null)?.items?.[Number(part)];
    if (item === undefined) return offset;
    if (isPair(item)) {
      const last = depth === path.length - 1;
      const at = wantKey && last ? item.key : (item.value ?? item.key);
      offset = (at as Node | null)?.range?.[0] ?? (item.key as Node | null)?.range?.[0] ?? offset;
      node = item.value;
    } else {
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    }
    if (isAlias(node)) return offset;
  }
  return offset;
}

const sentence = (message: string): string => {
  const one = message.replace(/\s+/gu, " ").trim();
  return /[.!?]$/u.test(one) ? one : `${one}.`;
};
