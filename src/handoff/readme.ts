import type { Portfolio } from "../portfolio.ts";
import { percent, usd } from "../quantity/format.ts";
import type { HandoffFile } from "./files.ts";
import { NEEDS_CHECKPOINT, type Serving } from "./serving.ts";
import { VERSIONS } from "./versions.ts";

const row = (cells: readonly string[]): string =>
  `| ${cells.map((c) => c.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => ":--")), ...rows.map(row)].join("\n");

/** What each file is and how it starts, the route table in words, and what has to be done by a person. */
export function readme(
  plan: Portfolio,
  servings: readonly Serving[],
  together: readonly Serving[],
  files: readonly HandoffFile[],
  header: string,
): string {
  const { routes } = plan;
  const isCluster = together.length === 0 && servings.length > 0;
  const unknown = servings.filter((s) => s.weights === null);
  const ready = servings.filter((s) => NEEDS_CHECKPOINT.includes(s.unit.quantization));
  const other = plan.fleet.filter((u) => u.engine !== "vllm" && u.engine !== "llama.cpp");
  const blocks = [
    `<!-- ${header} -->`,
    "# A plan to start from",
    plan.text,
    "## Routes",
    table(
      ["model name at the gateway", "when", "share", "candidate", "fallback", "fails closed", "suite"],
      routes.map((r) => [
        `\`${r.id}\``,
        r.condition.text,
        percent(r.share),
        `\`${r.candidate}\``,
        r.second ? `\`${r.second.id}\`` : `none: ${r.whyNoFallback ?? ""}`,
        r.failClosed ? "yes" : "no",
        r.evaluation,
      ]),
    ),
    [
      "A request names its route as its `model`. Label requests before they reach the gateway; what carries no label names the workload and goes where the most sensitive goes.",
      "A route that fails closed has no way to anybody but those named here. The gateway has no default fallback; do not add one.",
    ].join(" "),
    "## Files",
    table(
      ["file", "what it is, how it starts"],
      files.map((f) => [`\`${f.path}\``, f.what]),
    ),
    "## First start",
    [
      "1. Copy `.env.example` to `.env` and fill it in. `LITELLM_MASTER_KEY` starts with `sk-`; `VLLM_API_KEY` is any long random text that only the gateway knows. Keep both out of version control.",
      isCluster
        ? `2. In the cluster: KServe ${VERSIONS.kserve} and, for models over several nodes, LeaderWorkerSet ${VERSIONS.leaderWorkerSet}. \`kubectl create secret generic advisor-secrets --from-env-file=.env\`, \`kubectl create configmap litellm --from-file=gateway/litellm.yaml\`${unknown.length > 0 ? ", `kubectl create configmap advisor-weights --from-env-file=weights.env` (the WEIGHTS_ lines of .env)" : ""}, then \`kubectl apply -f kubernetes/\`.`
        : "2. `docker compose up -d`, then `docker compose logs -f` until the models are loaded.",
      `3. ${isCluster ? "`kubectl port-forward service/litellm 4000:4000`, then " : ""}` +
        '`curl -s http://127.0.0.1:4000/v1/chat/completions -H "Authorization: Bearer $LITELLM_MASTER_KEY" -H "Content-Type: application/json" -d \'{"model": "' +
        (routes[0]?.id ?? "route") +
        '", "messages": [{"role": "user", "content": "ready?"}]}\'`',
      "4. Run the suites on your own prompts before real traffic: a fallback that was never measured is none, and who does better than the candidate wins the next `advisor plan --evaluations`. Whom a suite measures passes the conditions of its route.",
    ].join("\n"),
    ...(unknown.length + ready.length + other.length > 0
      ? [
          "## What you have to decide",
          [
            ...unknown.map(
              (s) =>
                `- \`${s.weightsVariable}\`: the catalog names no repository of the weights of ${s.unit.candidate}; pin a revision that you have checked.`,
            ),
            ...ready.map(
              (s) =>
                `- ${s.unit.candidate} is planned in ${s.unit.quantization}: it needs weights that are published in that format.`,
            ),
            ...other.map(
              (u) =>
                `- ${u.candidate} runs on ${u.engine}: no serving file is written for it; the gateway expects its address in an API_BASE variable.`,
            ),
          ].join("\n"),
        ]
      : []),
    "## Operation",
    [
      "- Nothing listens outside the machine or the cluster. Put TLS and your identity provider in front of the gateway before others reach it.",
      "- Budgets stop a route's own candidate when its metered spend passes the high end of the estimate in 30 days; its fallback then takes over. They are kept in memory: several gateways need Redis.",
      "- Models over their own weights load them from outside at the first start; after that the network `outside` may be taken away from them.",
      ...(servings.some((s) => s.unit.isStandby)
        ? [
            "- Fallbacks on own machines wait without running: start them in place of their model, or scale them up, before you rely on them.",
          ]
        : []),
      "- Issue one key per application (virtual keys of LiteLLM need a database), and let an application that may not leave the house name inside routes only.",
    ].join("\n"),
    "## What it costs",
    table(
      ["line", "USD a month", "low to high", "for"],
      [
        ...plan.bill.map((b) => [
          b.item,
          usd(b.usdPerMonth.likely),
          `${usd(b.usdPerMonth.low)} to ${usd(b.usdPerMonth.high)}`,
          b.of.join(", "),
        ]),
        ...(plan.usdPerMonth
          ? [
              [
                "in all",
                usd(plan.usdPerMonth.likely),
                `${usd(plan.usdPerMonth.low)} to ${usd(plan.usdPerMonth.high)}`,
                "",
              ],
            ]
          : []),
      ],
    ),
    "## Obligations",
    routes
      .map((r) => [`### ${r.id}`, ...r.obligations.map((o) => `- ${o.text} (${o.source})`)].join("\n"))
      .join("\n\n"),
    `Versions: LiteLLM ${VERSIONS.litellm}, vLLM ${VERSIONS.vllmCuda} (AMD: ${VERSIONS.vllmRocm}), llama.cpp ${VERSIONS.llamaCpp}, Ollama ${VERSIONS.ollama}, promptfoo ${VERSIONS.promptfoo}. Raise them on purpose, after their notes.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
