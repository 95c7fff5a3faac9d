import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it } from "vitest";
import { catalogImportCommand } from "../../src/cli/catalog-import.ts";
import { writeFolder } from "../../src/cli/write-folder.ts";
import { Failure } from "../../src/failure.ts";
import { temporaryFolder } from "./small-catalog.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const s of servers.splice(0)) {
    s.closeAllConnections();
    s.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.json`;
}

async function importing(...args: string[]): Promise<{ out: string; failure: Failure | null }> {
  let out = "";
  const stream = { write: (t: string) => void (out += t), isTTY: false, columns: undefined };
  const io = { stdout: stream, stderr: stream, env: {}, today: () => "2026-11-25" };
  const program = new Command().addCommand(catalogImportCommand(io, () => undefined));
  try {
    await program.parseAsync(["import", ...args], { from: "user" });
    return { out, failure: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { out, failure: error };
  }
}

/** All files below a folder with their texts. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return Object.fromEntries(
    files.map((f) => [join(f.parentPath, f.name), readFileSync(join(f.parentPath, f.name), "utf8")]),
  );
}

const body = JSON.stringify({ nobody: { models: { x: { cost: { input: 1, output: 2 } } } } });

/** What goes wrong, and the message. */
const WRONG: readonly (readonly [string, RequestListener, RegExp])[] = [
  ["a server that never answers", () => undefined, /no whole answer came within 0\.5 s\. Try again/u],
  ["a body that never ends", (_, r) => r.writeHead(200).write(body.slice(0, 5)), /no whole answer came within 0\.5 s/u],
  ["status 500", (_, r) => r.writeHead(500).end(body), /the server answered 500 Internal Server Error\./u],
  ["status 404", (_, r) => r.writeHead(404).end(body), /the server answered 404 Not Found\./u],
  [
    "a body that is cut off",
    (_, r) => {
      r.writeHead(200, { "content-length": body.length });
      r.write(body.slice(0, 20), () => r.destroy());
    },
    /the answer broke off/u,
  ],
  [
    "a body that is cut off without a length",
    (_, r) => r.writeHead(200, { connection: "close" }).end(body.slice(0, 20)),
    /is not whole JSON; it breaks off\./u,
  ],
  ["a page instead of JSON", (_, r) => r.end("<!doctype html>"), /is not JSON\./u],
  ["an empty body", (_, r) => r.end(), /is not JSON\./u],
  ["JSON of another shape", (_, r) => r.end('{"data": []}'), /is not a models\.dev catalog: .*Is --from right\?/u],
  [
    "more than is read",
    (_, r) => {
      const chunk = Buffer.alloc(1 << 20, 0x20);
      const more = (): void => void (r.writable && r.write(chunk, more));
      more();
    },
    /is larger than 50 MB; reading stopped\./u,
  ],
];

describe("sources of an import", () => {
  it.each(WRONG)("%s: one message, and nothing on disk changes", async (what, answer, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.txt"), "mine");
    const url = await serve(answer);
    const seconds = what.startsWith("more") ? "15" : "0.5";
    const { out, failure } = await importing(
      ...["--from", "models.dev", url, "--timeout", seconds, "--output", join(folder, "overlay")],
    );
    expect(failure?.problems).toHaveLength(1);
    expect(failure?.exitCode).toBe(2);
    expect(failure?.message).toMatch(message);
    expect(failure?.message.startsWith(`${url}: `)).toBe(true);
    expect(out).toBe("");
    expect(contents(folder)).toEqual({ [join(folder, "mine.txt")]: "mine" });
  });

  it("a refused connection, and an address with a password", async () => {
    const url = await serve(() => undefined);
    servers.splice(0)[0]?.close();
    const refused = await importing("--from", "litellm", url);
    expect(refused.failure?.message).toBe(`${url}: cannot be reached: the connection was refused.`);
    const secret = await importing("--from", "litellm", "http://me:secret@127.0.0.1:1/x");
    expect(secret.failure?.message).toBe(
      "http://127.0.0.1:1/x: addresses with a user name or a password are not read.",
    );
  });

  it("a missing file, an empty folder, a catalog without an address, an unknown catalog, wrong options", async () => {
    const folder = temporaryFolder();
    const message = async (...args: string[]) => (await importing(...args)).failure?.message;
    expect(await message("--from", "litellm", join(folder, "no.json"))).toBe(`${folder}/no.json: does not exist.`);
    expect(await message("--from", "pi-ai", folder)).toBe(`${folder}: has no JSON files in it.`);
    expect(await message("--from", "pi-ai")).toContain("pi-ai comes as files");
    expect(await message("--from", "lite-llm", folder)).toContain("Did you mean litellm?");
    expect(await message("--from", "litellm", folder, "--today", "2026-13-01", "--timeout", "-1")).toMatch(
      /--today: .*\n--timeout: /u,
    );
    expect(await message("--from", "litellm", folder, "--as-of", "2027-01-01")).toContain("is after 2026-11-25");
  });

  it("reads an address, and a folder of files with a day of its own", async () => {
    const output = join(temporaryFolder(), "overlay");
    const url = await serve((_, r) => r.end(body));
    const fetched = await importing("--from", "models.dev", url, "--output", output);
    expect(fetched.out).toContain("models.dev as of 2026-11-25, imported on 2026-11-25: 1 entry.");
    expect(fetched.out).toContain("Nothing to take over; nothing is written.");
    const folder = temporaryFolder();
    writeFileSync(join(folder, "manifest.json"), '{"generatedAt": "2026-11-10T12:00:00Z"}');
    writeFileSync(join(folder, "nobody.json"), '{"wire": {"chat:x": {"id": "x", "provider": "nobody", "cost": {}}}}');
    const read = await importing("--from", "pi-ai", folder, "--output", output);
    expect(read.out).toContain("pi-ai as of 2026-11-10");
    expect(existsSync(output)).toBe(false);
  });
});

describe("writing the overlay", () => {
  const ours = (text: string) => text.startsWith("ours");
  const files = [
    { path: "providers/a.yaml", text: "ours 2" },
    { path: "providers/b.yaml", text: "ours 2" },
  ];

  it("writes all files, over its own, and leaves nothing else behind", () => {
    const folder = temporaryFolder();
    writeFolder(join(folder, "x/y"), [{ path: "providers/a.yaml", text: "ours 1" }], false, ours);
    writeFolder(join(folder, "x/y"), files, false, ours);
    expect(Object.values(contents(folder))).toEqual(["ours 2", "ours 2"]);
    expect(readdirSync(join(folder, "x"))).toEqual(["y"]);
  });

  it("keeps a file of somebody else, and then writes none; --force writes all", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "providers"));
    writeFileSync(join(folder, "providers/b.yaml"), "mine");
    expect(() => writeFolder(folder, files, false, ours)).toThrow("was not written by an import; it is kept.");
    expect(Object.values(contents(folder))).toEqual(["mine"]);
    writeFolder(folder, files, true, ours);
    expect(Object.values(contents(folder))).toEqual(["ours 2", "ours 2"]);
  });

  it("puts everything back when one file cannot be put in place", () => {
    const folder = temporaryFolder();
    writeFolder(join(folder, "o"), [{ path: "providers/a.yaml", text: "ours 1" }], false, ours);
    writeFileSync(join(folder, "o/file"), "mine");
    const before = contents(folder);
    const blocked = [...files, { path: "new/c.yaml", text: "ours" }, { path: "file/d.yaml", text: "ours" }];
    expect(() => writeFolder(join(folder, "o"), blocked, false, ours)).toThrow("cannot be written");
    expect(contents(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual(["o"]);
    expect(readdirSync(join(folder, "o")).sort()).toEqual(["file", "providers"]);
  });
});
