import type { Portfolio, PortfolioRoute } from "../portfolio.ts";
import type { Task } from "../vocabulary.ts";
import { compose, onOneMachine } from "./compose.ts";
import { edgeFiles } from "./edge.ts";
import { EVALUATION_PORT, evaluationFiles } from "./evaluation.ts";
import { type HandoffFile, written } from "./files.ts";
import { addressVariable, evaluationGateway, gateway } from "./gateway.ts";
import { type IdentityOf, nameOf } from "./identity.ts";
import { kubernetesGateway, kubernetesModel } from "./kubernetes.ts";
import { readme } from "./readme.ts";
import { routeTable } from "./route-table.ts";
import { isVllm, type Serving, serveScript, servingOf } from "./serving.ts";
import { VERSIONS } from "./versions.ts";

/**
 * A plan as a folder of configuration that starts: gateway, models, suites, and a README that says what each file is. `isText`: cases of
 * text measure this task.
 */
export function handoff(
  plan: Portfolio,
  identityOf: IdentityOf,
  isText: (task: Task) => boolean,
  today: string,
): HandoffFile[] {
  const header = written(today);
  const servings: Serving[] = [];
  for (const unit of plan.fleet.filter(isVllm))
    servings.push(servingOf(unit, identityOf(unit.candidate), new Set(servings.map((s) => s.name))));
  const { text, variables } = gateway(plan, servings, identityOf, header);
  const together = onOneMachine(servings);
  // One machine does not hold what runs: all of it goes to the cluster.
  const isCluster = together.length === 0 && servings.length > 0;
  const apart = servings.filter((s) => !together.includes(s));
  const weights = servings.filter((s) => s.weights === null).map((s) => s.weightsVariable);
  const edge = plan.fleet.filter((u) => u.engine === "llama.cpp");
  const suites = plan.routes.filter((r) => isText(r.condition.task));
  const tried = triedOnly(suites, servings, identityOf);
  const ofSuites = evaluationGateway(suites, [...servings, ...tried], identityOf, header);
  const isTried = suites.some((r) => r.finalists.length > 0);
  const files: HandoffFile[] = [
    {
      path: "routes.json",
      text: routeTable(plan),
      what: "the route table as data: condition, candidate, fallback, whether it fails closed, suite, obligations",
    },
    {
      path: "gateway/litellm.yaml",
      text,
      what: "the gateway's routes, fallbacks, budgets and tags (LiteLLM proxy); a request names its route as its model",
    },
    ...(isCluster
      ? []
      : [
          {
            path: "compose.yaml",
            text: compose(together, variables, isTried ? ofSuites.variables : [], header),
            what:
              together.length > 0
                ? "gateway and models on one machine: docker compose up -d; a fallback in place of its model: docker compose stop MODEL && docker compose --profile fallback up -d"
                : "the gateway on one machine: docker compose up -d",
          },
        ]),
    ...servings.flatMap((s) =>
      s.nodes > 1
        ? []
        : [
            {
              path: `serving/${s.name}.sh`,
              text: serveScript(s, header),
              what: `one replica of ${s.unit.candidate} with vLLM on a machine of its own, without containers: sh serving/${s.name}.sh`,
            },
          ],
    ),
    ...apart.map((s) => ({
      path: `kubernetes/${s.name}.yaml`,
      text: kubernetesModel(s, header),
      what: `${s.unit.candidate}${s.unit.isStandby ? ", a fallback that is scaled to 0" : ""}: kubectl apply -f kubernetes/${s.name}.yaml`,
    })),
    ...(isCluster
      ? [
          {
            path: "kubernetes/gateway.yaml",
            text: kubernetesGateway(servings, variables, header),
            what: "the gateway in the cluster; first kubectl create configmap litellm --from-file=gateway/litellm.yaml",
          },
        ]
      : []),
    ...edge.flatMap((u) => edgeFiles(nameOf(u.candidate), u, identityOf(u.candidate), header)),
    ...suites.flatMap((r) => evaluationFiles(r, header)),
    ...(isTried
      ? [
          {
            path: "evaluation/litellm.yaml",
            text: ofSuites.text,
            what: `the gateway of the suites, with models that pass a route's conditions and do not serve it: ${
              isCluster
                ? `docker run --rm -p 127.0.0.1:${EVALUATION_PORT}:4000 --env-file .env -v "$PWD/evaluation/litellm.yaml:/app/litellm.yaml:ro" ${VERSIONS.litellm} --config /app/litellm.yaml --port 4000`
                : "docker compose --profile evaluation up -d evaluation-gateway"
            }; it needs the keys of those alone that you try`,
          },
        ]
      : []),
    ...tried.map((s) => ({
      path: `evaluation/serving/${s.name}.sh`,
      text: serveScript(s, header),
      what: `${s.unit.candidate}, to be tried on ${s.unit.perReplica} × ${s.unit.accelerator}: sh evaluation/serving/${s.name}.sh, and its address as ${addressVariable(s)} into .env`,
    })),
    {
      path: ".env.example",
      text: environment(
        header,
        variables,
        isTried ? ofSuites.variables : [],
        isCluster ? servings : together,
        weights,
        isCluster,
      ),
      what: "names of what has to be set; copy it to .env and keep that out of version control",
    },
  ];
  return [...files, { path: "README.md", text: readme(plan, servings, together, files, header), what: "this page" }];
}

/** Names without values: what is secret is nowhere in the folder. */
function environment(
  header: string,
  variables: readonly string[],
  ofSuites: readonly string[],
  reached: readonly Serving[],
  weights: readonly string[],
  isCluster: boolean,
): string {
  const inside = new Set(reached.map(addressVariable));
  const asked = [...new Set([...variables, ...weights])].filter((v) => !inside.has(v));
  // In a cluster the gateway of the suites stands outside.
  const tried = ofSuites.filter((v) => (isCluster || !inside.has(v)) && !asked.includes(v));
  return `${[
    `# ${header}`,
    ...asked.map((v) => `${v}=`),
    ...(tried.length > 0 ? ["# For the suites alone, of those whom you try:", ...tried.map((v) => `${v}=`)] : []),
  ].join("\n")}\n`;
}

/** Models that only a suite asks and that somebody has to start for it: one replica each. */
function triedOnly(suites: readonly PortfolioRoute[], servings: readonly Serving[], identityOf: IdentityOf): Serving[] {
  const tried: Serving[] = [];
  for (const { id, condition, finalists } of suites)
    for (const { id: candidate, deployment } of finalists) {
      const { hardware } = deployment;
      if (!hardware || [...servings, ...tried].some((s) => s.unit.candidate === candidate)) continue;
      const { accelerator, perReplica, perNode, quantization, engine } = hardware;
      const unit = { candidate, routes: [id], accelerator, perReplica, perNode, replicas: 1, quantization, engine };
      const names = new Set([...servings, ...tried].map((s) => s.name));
      tried.push(
        servingOf({ ...unit, mostTokens: condition.mostTokens, isStandby: true }, identityOf(candidate), names),
      );
    }
  return tried;
}
