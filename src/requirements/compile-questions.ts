import { Failure, gathering, type Problem } from "../failure.ts";
import { check, didYouMean } from "../yaml/check.ts";
import { parseYaml } from "../yaml/parse.ts";
import { layerOf } from "./answer-layer.ts";
import { type QuestionsFile, questionsFile } from "./question-schema.ts";
import { requirementsLayer } from "./schema.ts";

/**
 * The questions of the interview. Every choice is tried as an answer, so that none can be given that the requirements refuse.
 * @throws Failure with every problem, at line and column
 */
export function compileQuestions(files: readonly { readonly file: string; readonly text: string }[]): QuestionsFile {
  const [source] = files;
  if (!source || files.length > 1)
    throw new Failure({ place: { file: source?.file ?? "questions" }, text: "one file of questions is wanted." });
  const parsed = parseYaml(source.text, source.file);
  const file = check(questionsFile, parsed.value, parsed.locate);
  const problems: Problem[] = [];
  const collect = gathering(problems);
  const report = (path: PropertyKey[], text: string, hint: string | null = null) =>
    problems.push({ place: parsed.locate(path), path: path.join("."), text, ...(hint ? { hint } : {}) });
  const isLegal = (sets: Readonly<Record<string, unknown>>, path: PropertyKey[]) =>
    collect(() => {
      const { value } = layerOf([{ job: 0, sets: withoutHome(sets) }]);
      check(requirementsLayer, value, () => parsed.locate(path));
    });
  const seen = new Set<string>();
  file.questions.forEach((q, n) => {
    const at = (...rest: PropertyKey[]): PropertyKey[] => ["questions", n, ...rest];
    if (seen.has(q.id)) report(at("id"), `"${q.id}" is already the id of another question.`);
    seen.add(q.id);
    const ids = q.choices.map((c) => c.id);
    const refer = (word: string, path: PropertyKey[]) => {
      if (!ids.includes(word)) report(path, `there is no choice "${word}".`, didYouMean(word, ids));
    };
    if (q.usual !== undefined) refer(q.usual, at("usual"));
    q.preselect?.forEach((p, i) => p.choose.forEach((c) => refer(c, at("preselect", i, "choose"))));
    if (q.unknown) isLegal(q.unknown, at("unknown"));
    if ((q.form === "several") !== (q.collects !== undefined))
      report(at("form"), "a question with several answers, and no other, has `collects`.");
    q.choices.forEach((c, i) => {
      if (q.collects === undefined && c.sets === undefined) report(at("choices", i), "`sets` is missing.");
      isLegal(q.collects === undefined ? (c.sets ?? {}) : { [q.collects]: [c.id] }, at("choices", i));
    });
  });
  const profiles = file.priorities.profiles.map((p) => p.id);
  file.priorities.preselect.forEach((p, i) =>
    p.choose.forEach((c) => {
      if (!profiles.includes(c))
        report(["priorities", "preselect", i], `there is no profile "${c}".`, didYouMean(c, profiles));
    }),
  );
  if (problems.length > 0) throw new Failure(problems);
  return file;
}

/** `home` stands for a country that is known when the question is asked. */
const withoutHome = (sets: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(sets).replaceAll('"home"', '"US"')) as Record<string, unknown>;
