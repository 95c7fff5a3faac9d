import type { PortfolioRoute } from "../portfolio.ts";
import type { HandoffFile } from "./files.ts";
import { fallbackName, finalistName } from "./gateway.ts";
import { VERSIONS } from "./versions.ts";
import { type Yaml, yamlText } from "./yaml-text.ts";

/** Where the gateway listens on the machine itself, and where that of the suites does. */
export const GATEWAY_PORT = 4000;
export const EVALUATION_PORT = 4001;

/** A promptfoo suite for the finalists of one route, asked through the gateways; its labels are what `--evaluations` knows them by. */
export function evaluationFiles(r: PortfolioRoute, header: string): HandoffFile[] {
  const folder = `evaluation/${r.evaluation}`;
  const provider = (name: string, label: string, port: number): Yaml => ({
    id: `openai:chat:${name}`,
    label,
    config: { apiBaseUrl: `http://127.0.0.1:${port}/v1`, apiKeyEnvar: "LITELLM_MASTER_KEY", temperature: 0 },
  });
  const measured = 1 + (r.second ? 1 : 0) + r.finalists.length;
  return [
    {
      path: `${folder}/promptfooconfig.yaml`,
      text: yamlText(
        {
          description: r.title,
          prompts: ["file://prompt.txt"],
          providers: [
            provider(r.id, r.candidate, GATEWAY_PORT),
            ...(r.second ? [provider(fallbackName(r), r.second.id, GATEWAY_PORT)] : []),
            ...r.finalists.map((f, n) => provider(finalistName(r, n), f.id, EVALUATION_PORT)),
          ],
          tests: "file://cases.yaml",
          outputPath: "results.json",
          sharing: false,
        },
        [
          "yaml-language-server: $schema=https://promptfoo.dev/config-schema.json",
          header,
          `npx promptfoo@${VERSIONS.promptfoo} eval --no-cache; then advisor recommend --evaluations ${folder}/results.json`,
          ...(r.finalists.length > 0
            ? [`Those at port ${EVALUATION_PORT} serve nobody: take out whom you do not want to try.`]
            : []),
        ],
      ),
      what: `what ${r.id} has to pass, and how ${measured === 1 ? "its candidate does" : `${measured} models do`} on your own prompts: fill cases.yaml with your own requests, then npx promptfoo@${VERSIONS.promptfoo} eval (Node 22.22 or later). advisor recommend --evaluations ${folder}/results.json reads the results`,
    },
    { path: `${folder}/prompt.txt`, text: "{{request}}\n", what: "the prompt; put yours around {{request}}" },
    {
      path: `${folder}/cases.yaml`,
      text: yamlText(
        [
          {
            description: "Replace this by cases of your own: 30 or more, with what a right answer holds",
            vars: { request: "Answer with the one word: ready" },
            assert: [{ type: "icontains", value: "ready" }],
          },
        ],
        [header],
      ),
      what: "the cases; those that are there only show that the route answers",
    },
  ];
}
