import type { Maximize } from "../decide/portfolio/solve.ts";

/** The solver's tolerances are made for numbers near 1; scores differ by thousandths. */
const SCALE = 1e4;

/** HiGHS, compiled to WebAssembly; loaded only where a plan is too large for a search of our own. */
export async function loadSolver(): Promise<Maximize> {
  const { default: module } = await import("highs");
  // The package's types take what is loaded for a module that holds it.
  const highs = await (module as unknown as typeof module.default)();
  const { infinity, constants } = highs;
  const bound = (x: number): number => (Number.isFinite(x) ? x : x > 0 ? infinity : -infinity);
  return ({ columns, rows }, gap, isRelaxed) => {
    const starts = new Int32Array(rows.length + 1);
    for (const [r, row] of rows.entries()) starts[r + 1] = (starts[r] ?? 0) + row.columns.length;
    const { continuous, integer } = constants.variableType;
    const [numRows, numCols] = [rows.length, columns.length];
    const data = {
      numRows,
      numCols,
      sense: constants.objectiveSense.maximize,
      colCost: columns.map((c) => c.gain * SCALE),
      colLower: columns.map((c) => c.least),
      colUpper: columns.map((c) => bound(c.most)),
      rowLower: rows.map((r) => bound(r.least)),
      rowUpper: rows.map((r) => bound(r.most)),
      integrality: columns.map((c) => (c.isWhole ? integer : continuous)),
      matrix: {
        format: "csr" as const,
        numRows,
        numCols,
        starts,
        indices: rows.flatMap((r) => r.columns),
        values: rows.flatMap((r) => r.factors),
      },
    };
    return highs.withModel(data, (model) => {
      model.options.set({ output_flag: false, mip_abs_gap: gap * SCALE, mip_rel_gap: 0, solve_relaxation: isRelaxed });
      model.run();
      if (model.getModelStatus() !== constants.modelStatus.optimal) return null;
      return {
        values: model.getSolution().colValue,
        bound: (isRelaxed ? model.getObjectiveValue() : Number(model.info.get("mip_dual_bound"))) / SCALE,
      };
    });
  };
}
