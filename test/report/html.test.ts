import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Recommendation } from "../../src/recommendation.ts";
import { citationsOf } from "../../src/report/html/citations.ts";
import { jsonText } from "../../src/report/html/json-text.ts";
import { linked } from "../../src/report/html/links.ts";
import { escaped, html } from "../../src/report/html/markup.ts";
import { htmlPage } from "../../src/report/html.ts";
import { hostile } from "./hostile.ts";
import { noCandidate, recommendation, secondWorkload, workload } from "./recommendation.fixture.ts";

const commands = { whole: "advisor recommend --preset x", withoutPriorities: "advisor recommend --preset x" };
const pageOf = (r: Recommendation): string => htmlPage(r, { top: 10, commands });

/** Script, style and data as they stand, and the markup without what is in them. */
function opened(page: string) {
  const inside = (tag: RegExp) => tag.exec(page)?.[1] ?? "";
  return {
    data: inside(/<script type="application\/json" id="data">(.*?)<\/script>/su),
    script: inside(/<script>(.*?)<\/script>/su),
    style: inside(/<style>(.*?)<\/style>/su),
    markup: page
      .replace(/(<script type="application\/json" id="data">).*?(<\/script>)/su, "$1$2")
      .replace(/(<script>).*?(<\/script>)/su, "$1$2")
      .replace(/(<style>).*?(<\/style>)/su, "$1$2"),
  };
}

const textOf = (page: string): string => opened(page).markup.replace(/<[^>]*>/gu, " ");

/** Control characters but line ends and tabs, marks that turn text around, halves of a sign. */
const DRIVES = /[^\P{Cc}\n\t]|\p{Bidi_Control}|\p{Cs}/u;

const TAGS = new Set(
  "html head meta title link style body a div nav p ul li main h1 h2 h3 h4 h5 span bdi b i em small code cite pre br section article aside table thead tbody tr th td dl dt dd ol form label input output button details summary figure figcaption svg g rect line path circle text defs pattern script".split(
    " ",
  ),
);
const ELEMENT = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*)\s*\/?>/gu;

/** Elements that are no part of a report, attributes that run or load something, and angle brackets outside of elements. */
function intruders(markup: string): string[] {
  const found: string[] = [];
  const rest = markup
    .replace("<!doctype html>", "")
    .replace(ELEMENT, (all, _slash, tag: string, attributes: string) => {
      if (!TAGS.has(tag)) found.push(all.slice(0, 80));
      for (const [attribute, name = "", value = ""] of attributes.matchAll(/([a-zA-Z][\w:-]*)(?:="([^"]*)")?/gu)) {
        if (/^on|^style$|^src|^action|^formaction|^xlink|^srcdoc/iu.test(name)) found.push(attribute);
        if (name === "href" && !/^(#|https?:\/\/|data:,$)/u.test(value)) found.push(attribute);
      }
      return "";
    });
  return [...found, ...[...rest.matchAll(/.{0,30}[<>].{0,30}/gsu)].map((m) => m[0])].slice(0, 5);
}

describe("the page", () => {
  const page = pageOf(recommendation());
  const { script, style, markup, data } = opened(page);

  it("gives the answer first, in its sentences", () => {
    const { summary } = workload();
    const text = textOf(page.slice(page.indexOf("<main"))).replace(/\s+/gu, " ");
    const [first = ""] = summary.split(". ");
    expect(text.indexOf(first)).toBeGreaterThan(0);
    expect(text.indexOf(first)).toBeLessThan(text.indexOf("Priorities"));
    for (const sentence of summary.split(/(?<=[.;]) /u)) expect(text).toContain(sentence);
  });

  it.each([
    "Ranking",
    "Why these three",
    "Cost",
    "Paid in all, month by month",
    "The bill at other traffic",
    "What moves the bill most",
    "How sure",
    "Who came first in the trials",
    "What would change it",
    "Worth finding out first",
    "Ruled out",
    "To verify",
    "Assumed, not asked",
    "How it was made",
    "The same report again",
    "Sources",
    "Exceptions",
  ])("has a heading %s", (title) => {
    expect(markup).toMatch(new RegExp(`<h[1-5][^>]*>${title}`, "u"));
  });

  it("names catalog and rules by digest, and the command that makes it again", () => {
    const { catalog, rules } = recommendation();
    const text = textOf(page);
    for (const said of [catalog.digest, rules.digest, `${commands.whole} --output report.html`])
      expect(text).toContain(said);
  });

  it("allows its own script and style by their hashes, and nothing else", () => {
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1] ?? "";
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<title>"));
  });

  it("brings everything along", () => {
    expect(intruders(markup)).toEqual([]);
    expect(style).not.toMatch(/url\((?!["']?#)|@import/u);
    expect(script).not.toMatch(/\bfetch\(|XMLHttpRequest|\bimport\(|new Function|\beval\(|WebSocket|sendBeacon/u);
  });

  it("has a table for every chart, and names for what can be changed", () => {
    const figures = [...markup.matchAll(/<figure.*?<\/figure>/gsu)].map((m) => m[0]);
    expect(figures.length).toBeGreaterThanOrEqual(4);
    for (const figure of figures) expect(figure).toContain("<table");
    for (const [, id] of markup.matchAll(/<input id="([^"]+)"/gu)) expect(markup).toContain(`<label for="${id}">`);
    const ids = [...markup.matchAll(/\sid="([^"]+)"/gu)].map((m) => m[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of markup.matchAll(/(?:href="#|aria-labelledby="|for=")([^"]+)"/gu)) expect(ids).toContain(to);
  });

  it("is the same bytes every time", () => {
    expect(pageOf(recommendation())).toBe(page);
    expect(JSON.parse(data)).toMatchObject({ seed: 1, command: commands.withoutPriorities });
  });

  it("says what is not known, and never null, undefined or NaN", () => {
    const text = textOf(page);
    expect(text).toContain("not measured");
    expect(text).not.toMatch(/\b(?:null|undefined|NaN|Infinity|\[object)\b/u);
  });
});

describe("break-evens", () => {
  const at = (requestsPerDay: number | null, months: number | null) => ({
    candidate: "mistral/mistral-small-4@on-premises",
    against: "anthropic/claude-opus-5.5@amazon-bedrock/eu",
    requestsPerDay,
    months,
    text: "said",
  });
  const rings = (breakEven: ReturnType<typeof at>[]) =>
    pageOf(recommendation({ workloads: [workload({ breakEven })] })).match(/<g class="meeting">/gu)?.length ?? 0;

  it("are rings on the wide and the narrow chart where there is one, and only within the chart", () => {
    expect(rings([at(null, null)])).toBe(0);
    expect(rings([at(null, 14)])).toBe(2);
    expect(rings([at(60_000, 14)])).toBe(4);
    expect(rings([at(9_000_000, null)])).toBe(0);
  });
});

describe("other answers", () => {
  it("nothing passes: says so and what would have to change", () => {
    const text = textOf(pageOf(recommendation({ workloads: [noCandidate()] })));
    expect(text).toContain("Nothing passes");
    expect(text).toContain("What would have to change");
    expect(text).not.toContain("Ranking");
  });

  it("several workloads: all of them at a glance, then each", () => {
    const page = pageOf(recommendation({ workloads: [workload(), secondWorkload(), noCandidate()] }));
    expect(textOf(page)).toContain("3 workloads");
    expect(page.match(/<article class="workload"/gu)).toHaveLength(3);
    expect(page.match(/<h1/gu)).toHaveLength(1);
    expect(intruders(opened(page).markup)).toEqual([]);
  });

  it("what-if: says first that it is not today's answer", () => {
    const page = pageOf(recommendation({ warnings: [{ code: "what-if", text: "This is not today's answer." }] }));
    expect(page.indexOf("This is not today")).toBeLessThan(page.indexOf("<h2"));
  });
});

describe("hostile text in every field", () => {
  const page = htmlPage(hostile(recommendation({ workloads: [workload(), secondWorkload(), noCandidate()] })), {
    top: 10,
    commands: {
      whole: `advisor recommend --set title='${"</code><script>alert(1)</script>"}'`,
      withoutPriorities: "x",
    },
  });
  const { markup, data, script } = opened(page);

  it("adds no element, no attribute and no address", () => {
    expect(intruders(markup)).toEqual([]);
    expect(markup.match(/<script/gu)).toHaveLength(2);
  });

  it("stays in the block of data, which is still JSON", () => {
    expect(data).not.toMatch(/[<>\u2028\u2029]/u);
    expect(JSON.stringify(JSON.parse(data))).toContain("</script>");
    expect(page.match(/<\/script>/gu)).toHaveLength(2);
    expect(script).toBe(opened(pageOf(recommendation())).script);
  });

  it("drives no terminal, turns no text around, tears no sign apart", () => {
    expect(page.match(DRIVES)).toBeNull();
  });

  it("of ten thousand letters is cut", () => {
    expect(page.length).toBeLessThan(1_000_000);
    expect(markup.match(/W{1600}/u)).toBeNull();
  });
});

describe("escaping", () => {
  it("knows text from markup", () => {
    const evil = `"><img src=x onerror='a'>&amp;`;
    expect(html`<p title="${evil}">${html`<b>${evil}</b>`}${[evil, null, false, 0]}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&amp;amp;"><b>&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&amp;amp;</b>&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&amp;amp;0</p>',
    );
    expect(escaped("a\u202eb\u0000\u001b[31mc\ud800")).not.toMatch(DRIVES);
  });

  it("links addresses of the web alone", () => {
    expect(linked("see https://example.com/a?b=1&c=2. And javascript:alert(1)").text).toBe(
      'see <a href="https://example.com/a?b=1&amp;c=2">https://example.com/a?b=1&amp;c=2</a>. And javascript:alert(1)',
    );
    expect(linked('https://x.example/"onclick="a').text).not.toMatch(/"onclick/u);
    expect(citationsOf("GEO-X: title, 2026-01-01, javascript:alert(1)")[0]?.url).toBeNull();
  });

  it("writes JSON that ends no block", () => {
    const evil = { "</script>": "<!--<script>\u2028\u202e" };
    expect(jsonText(evil)).not.toMatch(/[<>\u2028\u202e]/u);
    expect(JSON.parse(jsonText(evil))).toEqual(evil);
  });
});

describe("sources of a reason", () => {
  it.each([
    ["source 4.3 data privacy", ["source 4.3 data privacy"]],
    [
      "source 4.3 support; SLA-OPEN: Licences; no warranty, 2026-01-02, https://example.com/a",
      ["source 4.3 support", "SLA-OPEN"],
    ],
    ["assumption: buying takes months; renting minutes", ["assumption: buying takes months; renting minutes"]],
    ["", []],
  ])("%s", (source, labels) => {
    expect(citationsOf(source).map((c) => c.label)).toEqual(labels);
  });
});
