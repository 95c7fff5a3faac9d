import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
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
  /** JSON of the parts that a reader takes up one by one, by their places in it. ASCII. */
  readonly text: string;
}

export interface Loaded<T> {
  readonly data: T;
  /** A part of the text. */
  readonly part: (start: number, end: number) => string;
}

interface Kept<T> {
  readonly format: number;
  /** Of each source, place by place; hashes are taken apart only when one is asked for. */
  readonly files: { readonly paths: readonly string[]; readonly bytes: readonly number[]; readonly hashes: string };
  /** Of each folder, place by place: its path, and the names in it. */
  readonly folders: { readonly paths: readonly string[]; readonly names: readonly string[] };
  readonly data: T;
}

const FORMAT = 3;
/** Between names of one folder: no name holds it. */
const SLASH = "/";

/**
 * The compiled form of a folder of YAML files. A compiled file that was made from exactly these sources is used as it is; otherwise
 * they are read and compiled again, with full diagnostics, and the result is kept when the place can be written.
 * @throws Failure when a source cannot be read or does not compile
 */
export async function loadCompiled<T>(
  keptFile: string,
  root: string,
  compiler: () => Promise<(files: readonly YamlFile[], digest: string) => Compiled<T>>,
): Promise<Loaded<T>> {
  const kept = readKept<T>(keptFile, root);
  if (kept) return kept;
  const compile = await compiler();
  const { files, folders } = readSources(root);
  const { digestOf } = await import("./digest.ts");
  const digest = digestOf(files);
  const { data, text } = compile(files, digest);
  const head: Kept<T> = {
    format: FORMAT,
    files: {
      paths: files.map((f) => f.path),
      bytes: files.map((f) => Buffer.byteLength(f.text)),
      hashes: files.map((f) => contentHash(f.text)).join(" "),
    },
    folders: { paths: folders.map(([path]) => path), names: folders.map(([, names]) => names.join(SLASH)) },
    data,
  };
  const headText = asciiJson(head);
  keep(keptFile, `${headText}\n${text}`);
  // What a first run works with is what the next one reads.
  return { data: (JSON.parse(headText) as Kept<T>).data, part: (start, end) => text.slice(start, end) };
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
 * the others are trusted at their size. Sources that were compared, all of them after an installation, are not compared again: the kept
 * file is given the time when that began.
 */
function readKept<T>(keptFile: string, root: string): Loaded<T> | null {
  try {
    const begun = Date.now() - CLOCKS_APART;
    const { ctimeMs, mtimeMs } = statSync(keptFile);
    const made = Math.min(ctimeMs, mtimeMs);
    const all = readFileSync(keptFile);
    const end = all.indexOf("\n");
    const kept = JSON.parse(all.toString("latin1", 0, end)) as Kept<T>;
    const compared = kept.format === FORMAT ? sameSources(kept, root, made) : null;
    if (compared === null) return null;
    if (compared > 0 && begun > made) vouch(keptFile, begun);
    return { data: kept.data, part: (from, to) => all.toString("latin1", end + 1 + from, end + 1 + to) };
  } catch {
    return null;
  }
}

/** Time stamps of files may lag behind the clock, ms. */
const CLOCKS_APART = 1000;

function vouch(keptFile: string, time: number): void {
  try {
    utimesSync(keptFile, time / 1000, time / 1000);
  } catch {
    // A read-only installation only loses speed.
  }
}

/** How many folders and files had to be compared; null = something changed. */
function sameSources({ folders, files }: Kept<unknown>, root: string, made: number): number | null {
  let listed = 0;
  for (const [n, path] of folders.paths.entries()) {
    const info = statSync(`${root}/${path}`);
    if (Math.max(info.mtimeMs, info.ctimeMs) < made) continue;
    if (readdirSync(`${root}/${path}`).sort().join(SLASH) !== folders.names[n]) return null;
    listed += 1;
  }
  const touched: number[] = [];
  for (let n = 0; n < files.paths.length; n++) {
    const info = statSync(`${root}/${files.paths[n]}`);
    if (info.size !== files.bytes[n]) return null;
    if (info.ctimeMs >= made) touched.push(n);
  }
  if (touched.length === 0) return listed;
  const hashes = files.hashes.split(" ");
  const isSame = touched.every((n) => contentHash(readFileSync(`${root}/${files.paths[n]}`, "utf8")) === hashes[n]);
  return isSame ? listed + touched.length : null;
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
