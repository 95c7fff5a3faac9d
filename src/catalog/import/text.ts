import { Failure } from "../../failure.ts";
import { MAX_BYTES } from "./fetch-text.ts";

/**
 * JSON of a file or an answer, gunzipped where it is packed.
 * @throws Failure naming `file` when it is packed wrongly, unpacks to more than is read, is not UTF-8 or is not JSON
 */
export async function jsonOf(bytes: Uint8Array, file: string): Promise<unknown> {
  const fail = (text: string): Failure => new Failure({ place: { file }, text });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(isGzip(bytes) ? await unpack(bytes) : bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ERR_BUFFER_TOO_LARGE") throw fail(`unpacks to more than ${MAX_BYTES / 1e6} MB; reading stopped.`);
    throw fail(isGzip(bytes) ? "cannot be unpacked; it is cut off or damaged." : "is not UTF-8 text.");
  }
  try {
    return JSON.parse(text);
  } catch {
    const whole = text.trim();
    const broken = /^[[{]/u.test(whole) && !/[\]}]$/u.test(whole);
    throw fail(broken ? "is not whole JSON; it breaks off." : "is not JSON.");
  }
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  const { gunzipSync } = await import("node:zlib");
  return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
}
