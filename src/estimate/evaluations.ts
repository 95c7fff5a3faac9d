import type { WholeCatalog } from "../catalog/catalog.ts";
import { Failure, type Problem } from "../failure.ts";
import { matcher } from "./evaluations/match.ts";
import type { OwnEvaluations, OwnResult } from "./evaluations/own-index.ts";
import { parseEvaluation } from "./evaluations/parse.ts";
import { TOLD, told } from "./evaluations/row.ts";

/**
 * The user's own evaluations: texts of promptfoo, lm-evaluation-harness or CSV → results of catalog models. A candidate's result
 * counts for its model. What is not used is told in `warnings`.
 * @throws Failure with the problems of all files together
 */
export function readEvaluations(
  files: readonly { readonly file: string; readonly text: string }[],
  catalog: Pick<WholeCatalog, "models" | "providers">,
): OwnEvaluations {
  const problems: Problem[] = [];
  const parsed = files.flatMap(({ file, text }) => {
    try {
      return [parseEvaluation(text, file)];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new Failure(problems);

  const modelOf = matcher(catalog);
  const unmatched = new Map<string, () => string>();
  const results = parsed
    .flatMap((p) => p.rows)
    .flatMap((row): OwnResult[] => {
      const match = modelOf(row.names);
      if (match.model !== null) return [{ ...row, model: match.model }];
      unmatched.set(`${row.source}: ${row.names[0]}`, () => `${row.source}: ${match.why()}`);
      return [];
    });
  const named = [...unmatched.values()].map((text, i) => ({
    code: "evaluation-unmatched",
    text: i < TOLD ? text() : "",
  }));
  return { results, warnings: told([...parsed.flatMap((p) => p.remarks), ...named]) };
}
