import { describe, expect, it } from "vitest";
import { monthly, shortUsd, span, spread } from "../../src/report/money.ts";
import { because, chip, hardwareInFull, regulationName, runs } from "../../src/report/words.ts";
import { candidate, ranking } from "./recommendation.fixture.ts";

describe("money", () => {
  it.each([
    [0, "0"],
    [0.0042, "0.0042"],
    [0.42, "0.42"],
    [9.1, "9.10"],
    [412.4, "412"],
    [999.7, "1.0k"],
    [4120, "4.1k"],
    [14_200, "14.2k"],
    [142_500, "143k"],
    [999_999, "1M"],
    [1_250_000, "1.25M"],
  ])("%d is %s", (usd, text) => {
    expect(shortUsd(usd)).toBe(text);
  });

  it("gives half the range against the likely value, and nothing where it is exact", () => {
    expect(spread({ low: 9800, likely: 14_200, high: 19_500 })).toBe("±34%");
    expect(spread({ low: 5, likely: 5, high: 5 })).toBeNull();
    expect(spread({ low: 0, likely: 0, high: 1 })).toBeNull();
    expect(monthly({ low: 9800, likely: 14_200, high: 19_500 })).toBe("$14,200 a month ($9,800 to $19,500)");
    expect(span({ low: 0.31, likely: 0.4, high: 0.34 }, 1)).toBe("0.3");
  });
});

describe("runs", () => {
  it("tells every kind apart", () => {
    expect(ranking.map(runs)).toEqual([
      "on-premises · 2×H100 (yours)",
      "amazon-bedrock · eu",
      "rented at Nebius · 4×L40S · eu-north",
      "Mistral AI API · eu",
      "azure-ai-foundry · data-zone-eu",
      "on-premises · 2×H100 (yours)",
      "on the device · generic-laptop-16gb",
      "app · claude-for-work",
      "on-premises · 2×H100 (yours)",
      "hugging-face",
    ]);
  });

  it.each([
    ["nvidia-h100-80gb-sxm", "H100"],
    ["nvidia-rtx-pro-6000-96gb", "RTX Pro 6000"],
    ["amd-mi300x-192gb", "MI300X"],
    ["apple-m4-max-128gb", "M4 Max"],
  ])("%s is %s", (id, name) => {
    expect(chip(id)).toBe(name);
  });

  it("keeps the plan in full elsewhere", () => {
    expect(hardwareInFull(ranking[2]?.deployment.hardware ?? null)).toBe(
      "2 replicas of 2 × nvidia-l40s-48gb (fp8, vllm)",
    );
  });
});

describe("because", () => {
  it("names the two strongest reasons by the titles of their rules", () => {
    expect(because(candidate())).toEqual(["nothing leaves", "tunable"]);
    expect(because(candidate(), 3)).toEqual(["nothing leaves", "tunable", "low cost"]);
  });

  it("takes the first clause where no rule has a title", () => {
    expect(ranking.at(-1) && because(ranking.at(-1) as never)).toEqual([
      "weights, data and training code are all open",
    ]);
  });

  it("has nothing to say of nothing", () => {
    expect(because(candidate({ reasons: [] }))).toEqual([]);
  });
});

it("names regulations as lawyers do, and what it does not know as it is", () => {
  expect(["gdpr", "pci-dss", "new-law"].map(regulationName)).toEqual(["GDPR", "PCI DSS", "new-law"]);
});
