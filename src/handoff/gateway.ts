import type { Portfolio, PortfolioRoute, Served } from "../portfolio.ts";
import { gatewayParameters } from "./gateway-providers.ts";
import { type IdentityOf, modelOf, variable } from "./identity.ts";
import { PORT, type Serving } from "./serving.ts";
import { type Yaml, yamlText } from "./yaml-text.ts";

export interface Gateway {
  readonly text: string;
  /** Environment variables that have to be set. */
  readonly variables: readonly string[];
}

/** A budget is the high end of the estimate for so long. */
const BUDGET_PERIOD = "30d";

/** LiteLLM's configuration: a name for each route, one for its fallback, and no way from a route to anybody else. */
export function gateway(
  { routes }: Pick<Portfolio, "routes">,
  servings: readonly Serving[],
  identityOf: IdentityOf,
  header: string,
): Gateway {
  const variables = new Set<string>(["LITELLM_MASTER_KEY"]);
  const entry = (name: string, served: Served, route: PortfolioRoute, role: string): Yaml => {
    const { parameters, variables: read } = parametersOf(served, servings, identityOf);
    for (const v of read) variables.add(v);
    const budget = role === "primary" ? route.meteredUsdPerMonth : null;
    return modelEntry(name, served, route, {
      ...parameters,
      tags: [route.workload, route.traffic, role],
      ...(budget ? { max_budget: Math.ceil(budget.high), budget_duration: BUDGET_PERIOD } : {}),
    });
  };
  const models = routes.flatMap((r) => [
    entry(r.id, r.primary, r, "primary"),
    ...(r.second ? [entry(fallbackName(r), r.second, r, "fallback")] : []),
  ]);
  const fallbacks = routes.flatMap((r) => (r.second ? [{ [r.id]: [fallbackName(r)] }] : []));
  // Who names the workload alone has not labelled the request: it goes where the most sensitive goes.
  const aliases = Object.fromEntries(routes.filter((r) => r.traffic === "sensitive").map((r) => [r.workload, r.id]));
  return {
    text: yamlText(
      {
        model_list: models,
        router_settings: {
          num_retries: 2,
          timeout: 600,
          fallbacks,
          ...(Object.keys(aliases).length > 0 ? { model_group_alias: aliases } : {}),
        },
        litellm_settings: { drop_params: false, turn_off_message_logging: true },
        general_settings: { master_key: "os.environ/LITELLM_MASTER_KEY" },
      },
      [
        header,
        "LiteLLM proxy. Secrets are names of environment variables. There are no default fallbacks: a route that has none stops.",
      ],
    ),
    variables: [...variables],
  };
}

/** A second gateway, for the suites alone: the finalists of the routes, who serve nobody and whose keys the first one does without. */
export function evaluationGateway(
  routes: readonly PortfolioRoute[],
  servings: readonly Serving[],
  identityOf: IdentityOf,
  header: string,
): Gateway {
  const variables = new Set<string>(["LITELLM_MASTER_KEY"]);
  const models = routes.flatMap((r) =>
    r.finalists.map((served, n) => {
      const { parameters, variables: read } = parametersOf(served, servings, identityOf);
      for (const v of read) variables.add(v);
      return modelEntry(finalistName(r, n), served, r, { ...parameters, tags: [r.workload, r.traffic, "evaluation"] });
    }),
  );
  return {
    text: yamlText(
      {
        model_list: models,
        router_settings: { num_retries: 2, timeout: 600, fallbacks: [] },
        litellm_settings: { drop_params: false, turn_off_message_logging: true },
        general_settings: { master_key: "os.environ/LITELLM_MASTER_KEY" },
      },
      [header, "LiteLLM proxy for the suites: models that pass the conditions of a route and do not serve it."],
    ),
    variables: [...variables],
  };
}

const modelEntry = (name: string, { id }: Served, { condition }: PortfolioRoute, parameters: Yaml): Yaml => ({
  model_name: name,
  litellm_params: parameters,
  model_info: { id: `${name}-${id}`, mode: MODE[condition.task] ?? "chat" },
});

export const finalistName = ({ id }: Pick<PortfolioRoute, "id">, n: number): string => `${id}-finalist-${n + 1}`;

export const fallbackName = ({ id }: Pick<PortfolioRoute, "id">): string => `${id}-fallback`;

const MODE: Readonly<Record<string, string>> = {
  embedding: "embedding",
  reranking: "rerank",
  "image-generation": "image_generation",
  "image-editing": "image_edit",
  "video-generation": "video_generation",
  "speech-recognition": "audio_transcription",
  "speech-synthesis": "audio_speech",
};

function parametersOf(served: Served, servings: readonly Serving[], identityOf: IdentityOf) {
  const { provider, operator } = served.deployment;
  const model = modelOf(served.id);
  if (operator !== "self" && provider !== null)
    return gatewayParameters(provider, identityOf(served.id).providerModelId, model);
  const serving = servings.find((s) => s.unit.candidate === served.id);
  const base = variable("API_BASE", serving?.name ?? model);
  return {
    parameters: {
      model: `hosted_vllm/${serving?.served ?? model}`,
      api_base: `os.environ/${base}`,
      api_key: "os.environ/VLLM_API_KEY",
    },
    variables: ["VLLM_API_KEY", base],
  };
}

/** Address of a model inside the compose network or the cluster. */
export const addressOf = ({ name }: Serving): string => `http://${name}:${PORT}/v1`;
export const addressVariable = ({ name }: Serving): string => variable("API_BASE", name);
