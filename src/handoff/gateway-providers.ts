import { variable } from "./identity.ts";
import type { Yaml } from "./yaml-text.ts";

/** How LiteLLM names a provider and by which settings it reaches it; every value is the name of an environment variable. */
interface Spoken {
  readonly prefix: string;
  readonly settings: Readonly<Record<string, string>>;
}

const key = (prefix: string, name: string): Spoken => ({ prefix, settings: { api_key: name } });

const SPOKEN: Readonly<Record<string, Spoken>> = {
  alibaba: key("dashscope", "DASHSCOPE_API_KEY"),
  "amazon-bedrock": {
    prefix: "bedrock",
    settings: {
      aws_access_key_id: "AWS_ACCESS_KEY_ID",
      aws_secret_access_key: "AWS_SECRET_ACCESS_KEY",
      aws_region_name: "AWS_REGION_NAME",
    },
  },
  anthropic: key("anthropic", "ANTHROPIC_API_KEY"),
  azure: {
    prefix: "azure",
    settings: { api_key: "AZURE_API_KEY", api_base: "AZURE_API_BASE", api_version: "AZURE_API_VERSION" },
  },
  cerebras: key("cerebras", "CEREBRAS_API_KEY"),
  cohere: key("cohere_chat", "COHERE_API_KEY"),
  deepinfra: key("deepinfra", "DEEPINFRA_API_KEY"),
  deepseek: key("deepseek", "DEEPSEEK_API_KEY"),
  fireworks: key("fireworks_ai", "FIREWORKS_AI_API_KEY"),
  google: key("gemini", "GEMINI_API_KEY"),
  "google-vertex": {
    prefix: "vertex_ai",
    settings: {
      vertex_project: "VERTEX_PROJECT",
      vertex_location: "VERTEX_LOCATION",
      vertex_credentials: "VERTEX_CREDENTIALS",
    },
  },
  groq: key("groq", "GROQ_API_KEY"),
  minimax: key("minimax", "MINIMAX_API_KEY"),
  mistral: key("mistral", "MISTRAL_API_KEY"),
  moonshot: key("moonshot", "MOONSHOT_API_KEY"),
  nebius: key("nebius", "NEBIUS_API_KEY"),
  novita: key("novita", "NOVITA_API_KEY"),
  openai: key("openai", "OPENAI_API_KEY"),
  openrouter: key("openrouter", "OPENROUTER_API_KEY"),
  sambanova: key("sambanova", "SAMBANOVA_API_KEY"),
  together: key("together_ai", "TOGETHERAI_API_KEY"),
  xai: key("xai", "XAI_API_KEY"),
  zai: key("zai", "ZAI_API_KEY"),
};

/** Others speak the OpenAI protocol at an address that a person fills in. */
const spokenOf = (provider: string): Spoken =>
  SPOKEN[provider] ?? {
    prefix: "openai",
    settings: {
      api_key: variable(provider, "API_KEY")
        .toUpperCase()
        .replace(/[^A-Z0-9]+/gu, "_"),
      api_base: `${provider.toUpperCase().replace(/[^A-Z0-9]+/gu, "_")}_API_BASE`,
    },
  };

/** LiteLLM's parameters of a model at a provider, and the environment variables that they read. */
export function gatewayParameters(
  provider: string,
  providerModelId: string | null,
  model: string,
): { readonly parameters: Readonly<Record<string, Yaml>>; readonly variables: readonly string[] } {
  const { prefix, settings } = spokenOf(provider);
  const unknown = variable("MODEL", `${provider} ${model}`);
  const id = providerModelId?.replace(new RegExp(`^(?:${prefix}|${provider})/`, "u"), "") ?? null;
  return {
    parameters: {
      model: id === null ? `os.environ/${unknown}` : `${prefix}/${id}`,
      ...Object.fromEntries(Object.entries(settings).map(([k, v]) => [k, `os.environ/${v}`])),
    },
    variables: [...Object.values(settings), ...(id === null ? [unknown] : [])],
  };
}
