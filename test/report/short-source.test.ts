import { expect, it } from "vitest";
import { shortSource } from "../../src/report/short-source.ts";

it.each([
  [
    "SLA-OPEN: MIT texts; Qwen licence, 2023-08-03, https://github.com/QwenLM/Qwen; source 4.3 support",
    "SLA-OPEN; source 4.3 support",
  ],
  ["assumption: staffFte; assumption: salary", "assumption"],
  ["Llama 4 licence: text, 2025-04-05, https://example.org/x", "Llama 4 licence: text, 2025-04-05"],
])("%s", (source, short) => expect(shortSource(source)).toBe(short));
