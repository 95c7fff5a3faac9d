import { addressVariable } from "./gateway.ts";
import { flat, PORT, type Serving, vllmFlags } from "./serving.ts";
import { VERSIONS } from "./versions.ts";
import { type Yaml, yamlDocuments } from "./yaml-text.ts";

/** Names of what a person creates in the namespace first. */
const SECRET = "advisor-secrets";
const WEIGHTS = "advisor-weights";
const GATEWAY = "litellm";

const fromSecret = (key: string, optional = false): Yaml => ({
  name: key,
  valueFrom: { secretKeyRef: { name: SECRET, key, ...(optional ? { optional: true } : {}) } },
});

/** The model's own pods, closed to everybody but the gateway. */
export function kubernetesModel(s: Serving, header: string): string {
  return yamlDocuments(
    [s.nodes > 1 ? leaderWorkerSet(s) : inferenceService(s), ...(s.nodes > 1 ? [leaderService(s)] : []), policy(s)],
    [
      header,
      s.nodes > 1
        ? `LeaderWorkerSet ${VERSIONS.leaderWorkerSet}: one replica takes ${s.nodes} nodes.`
        : `KServe ${VERSIONS.kserve}, standard deployment.`,
    ],
  );
}

function inferenceService(s: Serving): Yaml {
  const { replicas, isStandby, perReplica } = s.unit;
  return {
    apiVersion: "serving.kserve.io/v1beta1",
    kind: "InferenceService",
    metadata: {
      name: s.name,
      labels: { app: s.name },
      annotations: { "serving.kserve.io/deploymentMode": "Standard" },
    },
    spec: {
      predictor: {
        minReplicas: isStandby ? 0 : replicas,
        maxReplicas: replicas,
        labels: { app: s.name },
        containers: [
          {
            name: "kserve-container",
            image: s.image,
            command: ["vllm", "serve"],
            args: [weightsOf(s), ...flat(vllmFlags(s, null))],
            env: environment(s),
            ports: [{ containerPort: PORT, protocol: "TCP" }],
            resources: { limits: accelerators(s, perReplica), requests: accelerators(s, perReplica) },
            readinessProbe: probe(),
            volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
          },
        ],
        volumes: [shared()],
      },
    },
  };
}

/** vLLM over several nodes by its own processes: rank 0 serves, the others work for it. */
function leaderWorkerSet(s: Serving): Yaml {
  const perNode = s.unit.perReplica / s.nodes;
  const container = (name: string, rank: string, more: readonly string[]): Yaml => ({
    name,
    image: s.image,
    command: ["vllm", "serve"],
    args: [
      weightsOf(s),
      ...flat(vllmFlags(s, null)),
      "--nnodes",
      String(s.nodes),
      "--node-rank",
      rank,
      "--master-addr",
      "$(LWS_LEADER_ADDRESS)",
      ...more,
    ],
    env: environment(s),
    ...(more.length === 0 ? { ports: [{ containerPort: PORT, protocol: "TCP" }], readinessProbe: probe() } : {}),
    resources: { limits: accelerators(s, perNode), requests: accelerators(s, perNode) },
    volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
  });
  const labels = (role: string): Yaml => ({ app: s.name, role });
  return {
    apiVersion: "leaderworkerset.x-k8s.io/v1",
    kind: "LeaderWorkerSet",
    metadata: { name: s.name, labels: { app: s.name } },
    spec: {
      replicas: s.unit.isStandby ? 0 : s.unit.replicas,
      leaderWorkerTemplate: {
        size: s.nodes,
        restartPolicy: "RecreateGroupOnPodRestart",
        leaderTemplate: {
          metadata: { labels: labels("leader") },
          spec: { containers: [container("vllm-leader", "0", [])], volumes: [shared()] },
        },
        workerTemplate: {
          metadata: { labels: labels("worker") },
          spec: {
            containers: [container("vllm-worker", "$(LWS_WORKER_INDEX)", ["--headless"])],
            volumes: [shared()],
          },
        },
      },
    },
  };
}

const leaderService = (s: Serving): Yaml => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: s.name, labels: { app: s.name } },
  spec: {
    type: "ClusterIP",
    selector: { app: s.name, role: "leader" },
    ports: [{ name: "http", port: PORT, targetPort: PORT, protocol: "TCP" }],
  },
});

/** Only the gateway, and the nodes of one replica among themselves, reach it. */
const policy = (s: Serving): Yaml => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: s.name },
  spec: {
    podSelector: { matchLabels: { app: s.name } },
    policyTypes: ["Ingress"],
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { app: GATEWAY } } }, { podSelector: { matchLabels: { app: s.name } } }],
      },
    ],
  },
});

/** The gateway in the cluster; reachable inside it only. */
export function kubernetesGateway(servings: readonly Serving[], variables: readonly string[], header: string): string {
  const own = (v: string): Yaml => {
    const s = servings.find((x) => addressVariable(x) === v);
    return s ? { name: v, value: clusterAddress(s) } : fromSecret(v);
  };
  return yamlDocuments(
    [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: GATEWAY, labels: { app: GATEWAY } },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: GATEWAY } },
          template: {
            metadata: { labels: { app: GATEWAY } },
            spec: {
              containers: [
                {
                  name: GATEWAY,
                  image: VERSIONS.litellm,
                  args: ["--config", "/app/config/litellm.yaml", "--port", "4000"],
                  env: variables.map(own),
                  ports: [{ containerPort: 4000, protocol: "TCP" }],
                  readinessProbe: { httpGet: { path: "/health/readiness", port: 4000 }, periodSeconds: 10 },
                  volumeMounts: [{ name: "config", mountPath: "/app/config", readOnly: true }],
                },
              ],
              volumes: [{ name: "config", configMap: { name: GATEWAY } }],
            },
          },
        },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: GATEWAY, labels: { app: GATEWAY } },
        spec: {
          type: "ClusterIP",
          selector: { app: GATEWAY },
          ports: [{ name: "http", port: 4000, targetPort: 4000, protocol: "TCP" }],
        },
      },
    ],
    [header],
  );
}

/** KServe's own service listens on port 80; that of a leader on the engine's. */
const clusterAddress = (s: Serving): string =>
  s.nodes > 1 ? `http://${s.name}:${PORT}/v1` : `http://${s.name}-predictor:80/v1`;

const weightsOf = (s: Serving): string => s.weights ?? `$(${s.weightsVariable})`;

const environment = (s: Serving): Yaml[] => [
  ...(s.weights === null
    ? [{ name: s.weightsVariable, valueFrom: { configMapKeyRef: { name: WEIGHTS, key: s.weightsVariable } } }]
    : []),
  fromSecret("VLLM_API_KEY"),
  fromSecret("HF_TOKEN", true),
  { name: "VLLM_NO_USAGE_STATS", value: "1" },
];

const accelerators = (s: Serving, count: number): Yaml => ({
  [s.isAmd ? "amd.com/gpu" : "nvidia.com/gpu"]: String(count),
});

const probe = (): Yaml => ({ httpGet: { path: "/health", port: PORT }, periodSeconds: 10, failureThreshold: 180 });

const shared = (): Yaml => ({ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "16Gi" } });
