import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import { cause, readText } from "./read.ts";

/** A YAML file: `path` below its root folder, `file` for messages. */
export interface YamlFile {
  readonly path: string;
  readonly file: string;
  readonly text: string;
}

export interface Compiled<T> {
  readonly data: T;
  /** JSON of the parts that a reader takes up one by one, by their places in it. */
  readonly text: string;
}

interface Kept<T> {
  readonly format: number;
  /** [path, bytes, hash] of each source */
  readonly files: readonly (readonly [string, number, string])[];
  /** [path, names] of each folder */
  readonly folders: readonly (readonly [string, readonly string[]])[];
  readonly data: T;
}

const FORMAT = 2;

/**
 * The compiled form of a folder of YAML files. A compiled file that was made from exactly these sources is used as it is; otherwise
 * they are read and compiled again, with full diagnostics, and the result is kept when the place can be written.
 * @throws Failure when a source cannot be read or does not compile
 */
export async function loadCompiled<T>(
  keptFile: string,
  root: string,
  compiler: () => Promise<(files: readonly YamlFile[], digest: string) => Compiled<T>>,
): Promise<Compiled<T>> {
  const kept = readKept<T>(keptFile, root);
  if (kept) return kept;
  const compile = await compiler();
  const { files, folders } = readSources(root);
  const { digestOf } = await import("./digest.ts");
  const digest = digestOf(files);
  const { data, text } = compile(files, digest);
  const head: Kept<T> = {
    format: FORMAT,
    files: files.map((f) => [f.path, Buffer.byteLength(f.text), contentHash(f.text)]),
    folders,
    data,
  };
  const headText = asciiJson(head);
  keep(keptFile, `${headText}\n${text}`);
  // What a first run works with is what the next one reads.
  return { data: (JSON.parse(headText) as Kept<T>).data, text };
}

/** Texts of all YAML files below a folder, sorted by path. */
export function readSources(root: string): { files: YamlFile[]; folders: [string, string[]][] } {
  const files: YamlFile[] = [];
  const folders: [string, string[]][] = [];
  const walk = (path: string): void => {
    let names: string[];
    try {
      names = readdirSync(join(root, path)).sort();
    } catch (error) {
      throw new Failure({
        place: { file: join(root, path) },
        text: `${cause(error)}.`,
        hint: "A folder of YAML files is wanted.",
      });
    }
    folders.push([path, names]);
    for (const name of names) {
      const inner = path === "" ? name : `${path}/${name}`;
      if (name.endsWith(".yaml"))
        files.push({ path: inner, file: join(root, inner), text: readText(join(root, inner)) });
      else if (!name.includes(".") || statSync(join(root, inner)).isDirectory()) walk(inner);
    }
  };
  walk("");
  return { files, folders };
}

/**
 * The kept file if its sources are unchanged. A source whose inode changed after the kept file was written is compared by hash;
 * the others are trusted at their size.
 */
function readKept<T>(keptFile: string, root: string): Compiled<T> | null {
  try {
    const made = statSync(keptFile).ctimeMs;
    const all = readFileSync(keptFile, "latin1");
    const end = all.indexOf("\n");
    const kept = JSON.parse(all.slice(0, end)) as Kept<T>;
    if (kept.format !== FORMAT) return null;
    for (const [path, names] of kept.folders) {
      const info = statSync(`${root}/${path}`);
      if (Math.max(info.mtimeMs, info.ctimeMs) < made) continue;
      const now = readdirSync(`${root}/${path}`).sort();
      if (now.length !== names.length || now.some((n, i) => n !== names[i])) return null;
    }
    const touched: (readonly [string, number, string])[] = [];
    for (const file of kept.files) {
      const info = statSync(`${root}/${file[0]}`);
      if (info.size !== file[1]) return null;
      if (info.ctimeMs >= made) touched.push(file);
    }
    return touched.every(([path, , hash]) => contentHash(readFileSync(`${root}/${path}`, "utf8")) === hash)
      ? { data: kept.data, text: all.slice(end + 1) }
      : null;
  } catch {
    return null;
  }
}

/** FNV-1a over UTF-16 units, twice with different seeds: a change detector, not a signature. */
export function contentHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ (c + i), 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

/** JSON of ASCII letters only: it is read without decoding, and parsed twice as fast. */
export const asciiJson = (x: unknown): string =>
  JSON.stringify(x).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function keep(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {
    // A read-only installation only loses speed.
    rmSync(temporary, { force: true });
  }
}
