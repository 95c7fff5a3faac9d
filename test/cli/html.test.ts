import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./run.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "advisor-html-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
const commandIn = (page: string): string =>
  (/<pre class="command"><code>(.*?)<\/code>/su.exec(page)?.[1] ?? "").replace(
    /&(lt|gt|quot|#39|amp);/gu,
    (_, name: string) => ENTITIES[name] ?? "",
  );

/** The words that a shell makes of a line. */
const words = (line: string): string[] =>
  spawnSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })
    .stdout.split("\0")
    .slice(0, -1);

describe("--output report.html", () => {
  const said = [
    "recommend",
    "--preset",
    "hospital-summaries",
    "--priority",
    "privacy=60,performance=40",
    "--set",
    'workloads[0].title=Ward\'s $HOME `id` "notes"',
    "--top",
    "5",
    "--air-gapped",
    "--priority-doubt",
    "0.05",
  ];

  it("writes a whole page that carries no secret of the machine", async () => {
    const file = join(dir, "report.html");
    const { code, out, err } = await run([...said, "--output", file]);
    expect([code, out, err]).toEqual([0, "", `wrote ${file}\n`]);
    const page = readFileSync(file, "utf8");
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/u);
    expect(page.endsWith("</html>\n")).toBe(true);
    expect(page).not.toContain(dir);
    expect(page).not.toContain(process.cwd());
  });

  it("overwrites its own page and no other", async () => {
    const file = join(dir, "report.html");
    expect((await run([...said, "--output", file])).code).toBe(0);
    expect((await run(["recommend", "--preset", "video-ads", "--output", join(dir, "x.json")])).code).toBe(0);
    const foreign = join(dir, "foreign.htm");
    spawnSync("sh", ["-c", `echo '<p>mine</p>' > ${foreign}`]);
    expect(await run([...said, "--output", foreign])).toMatchObject({ code: 2 });
    expect(readFileSync(foreign, "utf8")).toBe("<p>mine</p>\n");
  });

  it("names a command that makes the same bytes again, in another folder and on another day", async () => {
    const page = readFileSync(join(dir, "report.html"), "utf8");
    const [program, ...argv] = words(commandIn(page));
    expect(program).toBe("advisor");
    expect(argv).toContain('workloads[0].title=Ward\'s $HOME `id` "notes"');
    expect(argv.slice(-6)).toEqual(["--today", "2026-11-25", "--seed", "1", "--output", "report.html"]);
    const again = join(dir, "again.html");
    const { code } = await run([...argv.slice(0, -1), again], { today: "2031-01-01" });
    expect(code).toBe(0);
    expect(readFileSync(again, "utf8")).toBe(page);
  });

  it("is the same as --format html on standard output, whatever the terminal", async () => {
    const page = readFileSync(join(dir, "report.html"), "utf8");
    const { out } = await run([...said, "--format", "html", "--width", "60"], { tty: true, env: { FORCE_COLOR: "3" } });
    expect(out).toBe(page);
  });

  it("says on every page that a what-if is one", async () => {
    const { out } = await run("recommend --preset support-agents --what-if vendor-cut-off=anthropic --format html");
    expect(out.indexOf("This is not today")).toBeGreaterThan(0);
    expect(out.indexOf("This is not today")).toBeLessThan(out.indexOf("<h2"));
    expect(commandIn(out)).toContain("--what-if vendor-cut-off=anthropic");
  });
});
