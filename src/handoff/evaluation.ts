import type { PortfolioRoute } from "../portfolio.ts";
import type { HandoffFile } from "./files.ts";
import { fallbackName } from "./gateway.ts";
import { VERSIONS } from "./versions.ts";
import { type Yaml, yamlText } from "./yaml-text.ts";

const CHAT: readonly string[] = [
  "chat",
  "writing",
  "summarization",
  "translation",
  "extraction",
  "classification",
  "question-answering",
  "reasoning",
  "coding",
  "agents",
  "document-analysis",
  "image-understanding",
];

/** Whether promptfoo's text cases measure this route. */
export const isMeasured = ({ condition }: PortfolioRoute): boolean => CHAT.includes(condition.task);

/** A promptfoo suite for the candidates of one route, asked through the gateway; its labels are what `--evaluations` knows them by. */
export function evaluationFiles(r: PortfolioRoute, header: string): HandoffFile[] {
  const folder = `evaluation/${r.evaluation}`;
  const provider = (name: string, label: string): Yaml => ({
    id: `openai:chat:${name}`,
    label,
    config: { apiBaseUrl: "http://127.0.0.1:4000/v1", apiKeyEnvar: "LITELLM_MASTER_KEY", temperature: 0 },
  });
  return [
    {
      path: `${folder}/promptfooconfig.yaml`,
      text: yamlText(
        {
          description: r.title,
          prompts: ["file://prompt.txt"],
          providers: [provider(r.id, r.candidate), ...(r.second ? [provider(fallbackName(r), r.second.id)] : [])],
          tests: "file://cases.yaml",
          outputPath: "results.json",
          sharing: false,
        },
        [
          "yaml-language-server: $schema=https://promptfoo.dev/config-schema.json",
          header,
          `npx promptfoo@${VERSIONS.promptfoo} eval --no-cache; then advisor recommend --evaluations ${folder}/results.json`,
        ],
      ),
      what: `what ${r.id} has to pass, asked through the gateway: fill cases.yaml with your own requests, then npx promptfoo@${VERSIONS.promptfoo} eval (Node 22.22 or later). advisor recommend --evaluations ${folder}/results.json reads the results`,
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
