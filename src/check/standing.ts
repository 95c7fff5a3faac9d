import { nearest } from "../failure.ts";
import type { Subject } from "../rules/fact.ts";
import type { Case } from "./case.ts";
import type { Found } from "./finding.ts";

/** The gates that stop it or leave it open, as if there were no exceptions. */
export function gates({ subject, now, then, selected, decision }: Case): Found[] {
  if (!subject || !now) return [{ code: "not-in-catalog", nearest: closest(selected, everybody(decision)) }];
  return [
    ...now.rejectedBy.map((g): Found => ({ code: "ruled-out", gate: g.id })),
    ...now.openAt.map((g): Found => ({ code: "to-verify", gate: g.id, passedThen: then?.standing === "ranked" })),
  ];
}

const everybody = ({ subjects, dismissed }: Case["decision"]): string[] =>
  [...subjects, ...dismissed.map((d) => d.subject)].map((s: Subject) => s.candidate.id);

/** Other ways to run the same model, else the nearest spelling. */
function closest(id: string, all: readonly string[]): string[] {
  const [model = id, place] = id.split("@");
  const same = all.filter((c) => c.startsWith(`${model}@`));
  if (same.length > 0) {
    const like = place === undefined ? null : nearest(id, same);
    return like ? [like] : same.slice(0, 5);
  }
  const near = nearest(id, all);
  if (near) return [near];
  const models = [...new Set(all.map((c) => c.slice(0, c.indexOf("@"))))];
  const likeModel =
    nearest(model, models) ??
    nearest(
      model.slice(model.indexOf("/") + 1),
      models.map((m) => m.slice(m.indexOf("/") + 1)),
    );
  return likeModel ? all.filter((c) => c.slice(0, c.indexOf("@")).endsWith(likeModel)).slice(0, 5) : [];
}

/** Whoever is ruled out has no rank to lose; who is to be verified has the one that it would have. */
export function rank({ now, isOut }: Case, top: number): Found[] {
  if (!now || isOut || now.rank <= top) return [];
  return [{ code: "not-in-top", rank: now.rank, of: now.of, ahead: now.ahead }];
}

export function budget({ now, workload, decision }: Case): Found[] {
  const limit = workload.budget.usdPerMonth;
  if (!now || limit === null) return [];
  const { usdPerMonth } = now.bill;
  if (usdPerMonth === null) return [{ code: "cost-unknown", budgetUsdPerMonth: limit }];
  if (usdPerMonth.likely <= limit) return [];
  const within = decision.order.find((i) => {
    const cost = decision.subjects[i]?.estimate.usdPerMonth;
    return cost && cost.likely <= limit;
  });
  return [
    {
      code: "over-budget",
      usdPerMonth,
      budgetUsdPerMonth: limit,
      within: within === undefined ? null : (decision.subjects[within]?.candidate.id ?? null),
    },
  ];
}
