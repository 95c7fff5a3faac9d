import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Recommendation } from "../../src/recommendation.ts";
import { depthFor } from "../../src/report/html/depth.ts";
import { rowOf } from "../../src/report/html/row-view.ts";
import { htmlPage } from "../../src/report/html.ts";
import { run } from "../cli/run.ts";
import { hostile } from "../report/hostile.ts";
import { noCandidate, recommendation, secondWorkload, workload } from "../report/recommendation.fixture.ts";
import { browserPath, NO_BROWSER, Reader } from "./browser.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const PRESETS = ["regulated-bank-contracts", "marketing-images", "hybrid-enterprise"];

let reader: Reader;
const pages = new Map<string, string>();

beforeAll(async () => {
  if (browserPath() === null) return;
  reader = await Reader.start();
  for (const preset of PRESETS) pages.set(preset, (await run(`recommend --preset ${preset} --format html`)).out);
  pages.set("nothing passes", htmlPage(recommendation({ workloads: [noCandidate()] }), { top: 10 }));
  const whole = recommendation({ workloads: [workload(), secondWorkload(), noCandidate()] });
  pages.set("hostile text", htmlPage(hostile(whole), { top: 10 }));
}, 120_000);
afterAll(() => reader?.stop());
beforeEach(({ skip }) => skip(browserPath() === null, NO_BROWSER));

const pageOf = (name: string): string => pages.get(name) ?? "";

/** Faults that keep somebody from reading or using the page. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return violations.map(
    (v) =>
      `${v.impact} ${v.id}: ${v.nodes
        .map((n) => n.html.slice(0, 120))
        .slice(0, 3)
        .join(" | ")}`,
  );
}

/** Elements that reach out of the page, and texts that are cut off where they stand. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("nav, main *")]
      .filter((e) => {
        if (e.closest(".scroll, .sr, details:not([open]) > :not(summary)")) return false;
        const box = e.getBoundingClientRect();
        if (box.width === 0 || getComputedStyle(e).visibility === "hidden") return false;
        return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
      })
      .map((e) => `${e.tagName}.${e.className} ${e.textContent?.slice(0, 60)}`)
      .slice(0, 5),
  );

const openAll = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const d of document.querySelectorAll("details")) d.open = true;
  });

/** The lines of the ranking as somebody reads them. */
const ranks = (page: Page): Promise<string[][]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-part="ranking"] tr')].map((row) => [
      row.querySelector("th > bdi")?.textContent ?? "",
      row.querySelector(".runs > bdi")?.textContent ?? "",
      row.querySelector(".score")?.textContent ?? "",
      row.querySelector(".quality")?.lastChild?.textContent ?? "",
      row.querySelector(".cost")?.firstChild?.textContent ?? "",
    ]),
  );

async function ranksOf(command: string): Promise<string[][]> {
  const { out } = await run(`${command.replace(/^advisor /u, "")} --format json`);
  const { workloads } = JSON.parse(out) as Recommendation;
  return workloads.flatMap((w) =>
    w.ranking.slice(0, Math.min(10, depthFor(workloads.length).charted)).map((c) => {
      const row = rowOf(c);
      return [row.name, row.runs, row.score.toFixed(3), row.quality, row.cost];
    }),
  );
}

describe.each(["regulated-bank-contracts", "marketing-images", "hybrid-enterprise", "nothing passes", "hostile text"])(
  "the report of %s",
  (name) => {
    it("asks for nothing, says nothing, runs nothing of what it quotes", async () => {
      const { page, noise } = await reader.open(pageOf(name));
      await openAll(page);
      const slider = page.locator("input[type=range]").first();
      if ((await slider.count()) > 0) {
        await slider.focus();
        await page.keyboard.press("End");
        await page.waitForFunction(() => document.querySelector('[data-part="status"]')?.textContent !== "");
      }
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      expect(await page.locator("main img, main iframe, main object, main embed").count()).toBe(0);
      const addresses = await page.evaluate(() => [...document.links].map((a) => a.protocol));
      expect(addresses.filter((a) => !["https:", "http:", "file:"].includes(a))).toEqual([]);
      expect(noise).toEqual([]);
    }, 60_000);

    it("fits into any width, opened up too", async () => {
      const { page } = await reader.open(pageOf(name));
      await openAll(page);
      for (const width of [1400, 1000, 740, 390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflowing(page), `${width} pixels`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
    }, 60_000);

    it.each([
      ["on a screen", {}],
      ["on a phone in the dark", { ...PHONE, colorScheme: "dark" as const }],
    ])(
      "has no accessibility fault %s",
      async (_, options) => {
        const { page } = await reader.open(pageOf(name), { ...options, bypassCSP: true });
        await openAll(page);
        expect(await faults(page)).toEqual([]);
      },
      60_000,
    );
  },
);

describe("sliders", () => {
  it.each(PRESETS)(
    "of %s rank by keyboard exactly as the command does that they name",
    async (preset) => {
      const { page } = await reader.open(pageOf(preset));
      const before = await page.locator("main").innerText();
      const press = async (label: string, ...keys: string[]) => {
        await page.locator(`input[name="${label}"]`).first().focus();
        for (const key of keys) await page.keyboard.press(key);
      };
      await press("tco", "End");
      await press("privacy", "Home");
      await press("support", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "PageUp");
      const command = page.locator('[data-part="command"]').first();
      await expect.poll(() => command.textContent()).toMatch(/--priority \S*tco=100/u);
      const said = (await command.textContent()) ?? "";
      expect(said).not.toContain("privacy=");
      expect(await ranks(page)).toEqual(await ranksOf(said));
      expect(await page.locator('[data-part="status"]').first().textContent()).toContain("is first with");

      await page.keyboard.press("Tab");
      const reset = page.locator('[data-part="reset"]').first();
      await reset.focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => page.locator('[data-part="status"]').first().isVisible()).toBe(false);
      expect(await ranks(page)).toEqual(await ranksOf(`recommend --preset ${preset}`));
      expect(await page.locator("main").innerText()).toBe(before);
      expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("performance");
    },
    120_000,
  );

  it("say it when everything is worth nothing, and come back", async () => {
    const { page, noise } = await reader.open(pageOf("marketing-images"));
    for (const input of await page.locator("input[type=range]").all()) {
      await input.focus();
      await page.keyboard.press("Home");
    }
    const status = page.locator('[data-part="status"]');
    await expect.poll(() => status.textContent()).toContain("more than 0");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => status.textContent()).toContain("is first with");
    expect(await faults((await reader.open(await page.content(), { bypassCSP: true })).page)).toEqual([]);
    expect(noise).toEqual([]);
  }, 60_000);

  it("can be reached and left by Tab alone, after a link that skips the contents", async () => {
    const { page } = await reader.open(pageOf("marketing-images"));
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the answer");
    await page.keyboard.press("Enter");
    const reached = new Set<string>();
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(() => document.activeElement?.getAttribute("name") ?? ""));
    }
    expect([...reached].filter((name) => name !== "")).toHaveLength(8);
  }, 60_000);
});

describe("without a script", () => {
  it("the answer and every figure are there, and nothing that would do nothing", async () => {
    const { page } = await reader.open(pageOf("regulated-bank-contracts"), { javaScriptEnabled: false });
    expect(await page.locator("input:visible, button:visible").count()).toBe(0);
    expect(await page.locator(".lead").innerText()).toMatch(/^Run /u);
    expect(await page.locator('[data-part="ranking"] tr').count()).toBe(10);
    await page.getByText("The bars as figures").click();
    expect(await page.locator('[data-part="figures"] tr').first().isVisible()).toBe(true);
  }, 60_000);
});

describe("its policy", () => {
  it("lets nobody evaluate text, add a script or reach the net", async () => {
    const { page, noise } = await reader.open(pageOf("marketing-images"));
    const outcome = await page.evaluate(async () => {
      const attempt = (work: () => unknown) => {
        try {
          return String(work());
        } catch (e) {
          return (e as Error).name;
        }
      };
      const script = document.createElement("script");
      script.textContent = "window.added = 1";
      document.body.append(script);
      const fetched = await fetch("https://example.com/").then(
        () => "fetched",
        () => "refused",
      );
      // What a test evaluates may evaluate; what the page does later may not.
      const evaluated = new Promise<string>((done) => {
        setTimeout(() => done(attempt(() => new Function("return 1")())), 0);
      });
      return [await evaluated, attempt(() => "added" in window), fetched];
    });
    expect(outcome).toEqual(["EvalError", "false", "refused"]);
    expect(noise.filter((n) => n.startsWith("asked for"))).toEqual([]);
  }, 60_000);
});

describe("on paper", () => {
  it("everything is unfolded and the address of every source is written out", async () => {
    const { page } = await reader.open(pageOf("regulated-bank-contracts"));
    await page.emulateMedia({ media: "print" });
    const shown = () =>
      page.evaluate(() => {
        const visible = (e: Element) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
        const inside = [...document.querySelectorAll("details")].map((d) => d.lastElementChild as Element);
        const source = document.querySelector(".sources a") as HTMLAnchorElement;
        return {
          folded: inside.filter((e) => !visible(e)).length,
          contents: visible(document.querySelector("nav") as Element),
          address: getComputedStyle(source, "::after").content.includes(source.getAttribute("href") ?? "?"),
          sliders: [...document.querySelectorAll("input")].filter(visible).length,
        };
      });
    await expect.poll(shown).toEqual({ folded: 0, contents: false, address: true, sliders: 0 });
    const pdf = await page.pdf({ preferCSSPageSize: true, format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/gu)?.length ?? 0).toBeGreaterThan(5);
  }, 60_000);
});
