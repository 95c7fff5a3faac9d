import { describe, expect, it } from "vitest";
import { enumerate } from "../../src/candidates/enumerate.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { asRun } from "../../src/estimate/four-bit-loss.ts";
import { quality } from "../../src/estimate/quality.ts";
import { estimate } from "../../src/estimate/tco.ts";
import { settle } from "../../src/requirements/settle.ts";
import { subjectColumns, valueAt } from "../../src/rules/columns.ts";
import { FACTS, grainOf } from "../../src/rules/facts.ts";
import { LazySubject } from "../../src/rules/lazy-subject.ts";

const catalog = await loadCatalog();
const today = catalog.checked.newest;

describe("facts that candidates of one model or one place share", () => {
  for (const name of ["regulated-bank-contracts", "coding-assistant", "marketing-images"]) {
    it(`are the same read from each of them: ${name}`, () => {
      const layer = { origin: "preset" as const, value: catalog.presets[name], locate: () => ({ file: name }) };
      const { requirements } = settle([layer], { requirements: catalog.defaults, tasks: catalog.tasks });
      const { organization, priorities, assumptions } = requirements;
      const workload = requirements.workloads[0];
      if (!workload) throw new Error("a preset without a workload");
      const shared = {
        organization,
        workload,
        priorities,
        task: catalog.tasks[workload.task],
        today,
        makeEstimate: (c: Parameters<typeof estimate>[0]) =>
          estimate(c, workload, organization, { catalog, today, assumptions }),
        makeQuality: (c: Parameters<typeof estimate>[0]) =>
          asRun(quality(c.model, workload.task, catalog.benchmarks, today), c, workload.task, catalog),
      };
      const subjects = enumerate(catalog, organization, workload).map((c) => new LazySubject(shared, c));
      const columns = subjectColumns(subjects);
      for (const [path, fact] of Object.entries(FACTS)) {
        if (fact.stage === "requirement" || grainOf(path) === "candidate") continue;
        const column = columns.column(path);
        subjects.forEach((s, i) => {
          const shown = valueAt(column, i);
          expect(shown, `${path} of ${s.candidate.id}`).toEqual(fact.read(s));
        });
      }
    }, 60_000);
  }
});
