import { Failure } from "../../failure.ts";

export const MAX_BYTES = 50_000_000;
const megabytes = `${MAX_BYTES / 1e6} MB`;

/**
 * The body behind an address. Reading stops at `MAX_BYTES`; `seconds` bounds the whole exchange.
 * @throws Failure, one problem that names the address, for everything that can go wrong
 */
export async function fetchBytes(url: string, seconds: number): Promise<Uint8Array> {
  const fail = (text: string, hint?: string): Failure =>
    new Failure({ place: { file: nameOf(url) }, text, ...(hint ? { hint } : {}) });
  if (!URL.canParse(url)) throw fail("is not an address.");
  if (new URL(url).username !== "" || new URL(url).password !== "")
    throw fail("addresses with a user name or a password are not read.");
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  let started = false;
  try {
    const response = await fetch(url, { signal: stop.signal, headers: { accept: "application/json, */*;q=0.1" } });
    if (!response.ok) throw fail(`the server answered ${`${response.status} ${response.statusText}`.trim()}.`);
    started = true;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MAX_BYTES) throw fail(`is larger than ${megabytes}; reading stopped.`, "Is it the right address?");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (stop.signal.aborted)
      throw fail(`no whole answer came within ${seconds} s.`, "Try again, or raise --timeout SECONDS.");
    throw fail(started ? `the answer broke off (${reason(error)}).` : `cannot be reached: ${reason(error)}.`);
  } finally {
    clearTimeout(timer);
    // Ends the transfer that is no longer wanted.
    stop.abort();
  }
}

/** The address without a name and password in it. */
function nameOf(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#]*@/u, "$1");
}

/** What the network said, in words; `fetch` keeps it in the cause. */
function reason(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  const known: Record<string, string> = {
    ECONNREFUSED: "the connection was refused",
    ECONNRESET: "the connection was reset",
    ENOTFOUND: "there is no such host",
    EAI_AGAIN: "the host name cannot be looked up",
    UND_ERR_SOCKET: "the connection was closed",
    UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  };
  const code = cause?.code ?? "";
  return known[code] ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
