import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { fetchBytes, MAX_BYTES } from "../catalog/import/fetch-text.ts";
import type { Outside } from "../catalog/import/row.ts";
import { jsonOf } from "../catalog/import/text.ts";
import { Failure } from "../failure.ts";
import { cause } from "../yaml/read.ts";

/**
 * The JSON of an outside catalog from a file, a folder of JSON files, or an address; its publisher's address where none is named.
 * @param seconds limit of an exchange over the network
 * @throws Failure, one problem
 */
export async function readOutside(
  outside: Outside,
  source: string | null,
  seconds: number,
): Promise<{ file: string; json: unknown }[]> {
  const from = source ?? outside.url;
  if (from === null)
    throw new Failure({
      place: { file: "advisor catalog import" },
      text: `${outside.name} comes as files; name a file or a folder of them.`,
    });
  if (/^https?:\/\//iu.test(from)) return [{ file: from, json: await jsonOf(await fetchBytes(from, seconds), from) }];
  return Promise.all(filesOf(from).map(async (file) => ({ file, json: await jsonOf(readBytes(file), file) })));
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((n) => /\.json(\.gz)?$/u.test(n));
    if (names.length > 0) return names.sort().map((n) => join(path, n));
  } catch (error) {
    throw new Failure({ place: { file: path }, text: `${cause(error)}.` });
  }
  throw new Failure({ place: { file: path }, text: "has no JSON files in it." });
}

function readBytes(file: string): Uint8Array {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const fd = openSync(file, "r");
    try {
      if (fstatSync(fd).isDirectory()) throw new Failure({ place: { file }, text: "is a folder, not a file." });
      for (;;) {
        const chunk = Buffer.alloc(1 << 20);
        const n = readSync(fd, chunk);
        if (n === 0) return Buffer.concat(chunks);
        size += n;
        if (size > MAX_BYTES)
          throw new Failure({
            place: { file },
            text: `is larger than ${MAX_BYTES / 1e6} MB; reading stopped.`,
            hint: "Is it the right file?",
          });
        chunks.push(chunk.subarray(0, n));
      }
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure({ place: { file }, text: `${cause(error)}.` });
  }
}
