import { EVALUATION_PORT, GATEWAY_PORT } from "./evaluation.ts";
import { addressOf, addressVariable } from "./gateway.ts";
import { flat, PORT, type Serving, vllmFlags } from "./serving.ts";
import { VERSIONS } from "./versions.ts";
import { type Yaml, yamlText } from "./yaml-text.ts";

/** An address that nobody has: what waits elsewhere does not answer until somebody says where it is. */
const NOWHERE = "http://not-running.invalid/v1";
const ADDRESS = "API_BASE_";

/** The models that one machine holds together, in the order given; a fallback waits beside what it replaces and takes its place. */
export function onOneMachine(servings: readonly Serving[]): Serving[] {
  const running = servings.filter((s) => !s.unit.isStandby);
  const [first] = running;
  if (!first) return [];
  let used = 0;
  const fits: Serving[] = [];
  for (const s of running) {
    const devices = s.unit.perReplica * s.unit.replicas;
    if (s.unit.accelerator !== first.unit.accelerator || used + devices > s.unit.perNode) continue;
    used += devices;
    fits.push(s);
  }
  if (fits.length < running.length) return [];
  const standby = servings.filter(
    (s) =>
      s.unit.isStandby &&
      s.unit.accelerator === first.unit.accelerator &&
      s.unit.perReplica * s.unit.replicas <= s.unit.perNode,
  );
  return [...fits, ...standby];
}

/** Gateways and models on one machine. Only the gateways are published, on the machine's own address. */
export function compose(
  servings: readonly Serving[],
  variables: readonly string[],
  ofSuites: readonly string[],
  header: string,
): string {
  let next = 0;
  const valuesOf = (names: readonly string[], other: (name: string) => string) =>
    Object.fromEntries(
      names.map((v) => {
        const own = servings.find((s) => addressVariable(s) === v);
        const isAddress = v.startsWith(ADDRESS);
        return [v, own ? addressOf(own) : isAddress ? `\${${v}:-${NOWHERE}}` : other(v)];
      }),
    );
  const listening = (config: string, port: number, environment: Record<string, string>): Record<string, Yaml> => ({
    image: VERSIONS.litellm,
    command: ["--config", "/app/litellm.yaml", "--port", "4000"],
    ports: [`127.0.0.1:${port}:4000`],
    volumes: [`./${config}:/app/litellm.yaml:ro`],
    environment,
    ...(servings.length > 0 ? { networks: ["inside", "outside"] } : {}),
  });
  const services: Record<string, Yaml> = {
    gateway: {
      ...listening("gateway/litellm.yaml", GATEWAY_PORT, valuesOf(variables, required)),
      restart: "unless-stopped",
    },
    ...(ofSuites.length > 0
      ? {
          "evaluation-gateway": {
            ...listening("evaluation/litellm.yaml", EVALUATION_PORT, valuesOf(ofSuites, optional)),
            profiles: ["evaluation"],
          },
        }
      : {}),
  };
  for (const s of servings) {
    const { replicas, perReplica, perNode, isStandby } = s.unit;
    for (let r = 0; r < replicas; r++) {
      const first = isStandby ? (r * perReplica) % perNode : next;
      if (!isStandby) next += perReplica;
      services[replicas > 1 ? `${s.name}-${r + 1}` : s.name] = model(s, first);
    }
  }
  return yamlText(
    {
      name: "advisor-plan",
      services,
      ...(servings.length > 0
        ? { networks: { inside: { internal: true }, outside: {} }, volumes: { weights: {} } }
        : {}),
    },
    [header, "docker compose up -d; the values that it asks for stand in .env (see .env.example)."],
  );
}

function model(s: Serving, first: number): Yaml {
  const devices = Array.from({ length: s.unit.perReplica }, (_, n) => String(first + n));
  return {
    image: s.image,
    ...(s.unit.isStandby ? { profiles: ["fallback"] } : {}),
    command: ["--model", s.weights ?? required(s.weightsVariable), ...flat(vllmFlags(s, null))],
    environment: {
      VLLM_API_KEY: required("VLLM_API_KEY"),
      HF_TOKEN: `\${HF_TOKEN:-}`,
      VLLM_NO_USAGE_STATS: "1",
      ...(s.isAmd ? { HIP_VISIBLE_DEVICES: devices.join(",") } : {}),
    },
    // Weights are loaded from outside at the first start.
    networks: { inside: { aliases: [s.name] }, outside: {} },
    volumes: ["weights:/root/.cache/huggingface"],
    ipc: "host",
    ...(s.isAmd
      ? { devices: ["/dev/kfd", "/dev/dri"], group_add: ["video"] }
      : {
          deploy: {
            resources: {
              reservations: { devices: [{ driver: "nvidia", device_ids: devices, capabilities: ["gpu"] }] },
            },
          },
        }),
    healthcheck: {
      test: ["CMD", "curl", "-f", `http://localhost:${PORT}/health`],
      interval: "30s",
      timeout: "5s",
      retries: 3,
      start_period: "30m",
    },
    restart: "unless-stopped",
  };
}

/** Whoever does not try a model needs no key for it. */
const optional = (name: string): string => `\${${name}:-}`;

const required = (name: string): string => `\${${name}:?set ${name} in .env}`;
