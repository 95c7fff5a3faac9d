import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueBeyond, valueOf } from "../../src/decide/value-function.ts";

const cost = [
  [100, 1],
  [1_000_000, 0],
] as const;

describe("valueOf", () => {
  it.each([
    [50, 1],
    [100, 1],
    [1000, 0.75],
    [10_000, 0.5],
    [1_000_000, 0],
    [5e9, 0],
  ])("reads %d on a logarithmic axis", (x, v) => {
    expect(valueOf(cost, x, true)).toBeCloseTo(v, 12);
  });

  it("is linear between breakpoints without log", () => {
    expect(
      valueOf(
        [
          [0, 0],
          [50, 0.8],
          [100, 1],
        ],
        25,
        false,
      ),
    ).toBeCloseTo(0.4, 12);
    expect(
      valueOf(
        [
          [0, 0],
          [50, 0.8],
          [100, 1],
        ],
        75,
        false,
      ),
    ).toBeCloseTo(0.9, 12);
  });

  it("never rises where its breakpoints fall", () => {
    const x = fc.double({ min: 1, max: 1e8, noNaN: true });
    fc.assert(fc.property(x, x, (a, b) => valueOf(cost, Math.min(a, b), true) >= valueOf(cost, Math.max(a, b), true)));
  });
});

describe("valueBeyond", () => {
  it("is valueOf up to the last breakpoint, and goes on along the last stretch", () => {
    const stretches = [
      [100, 1],
      [10_000, 0.4],
      [1_000_000, 0],
    ] as const;
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (x) => {
        expect(valueBeyond(stretches, x, true)).toBe(valueOf(stretches, x, true));
      }),
    );
    expect(valueBeyond(stretches, 1e8, true)).toBeCloseTo(-0.4, 12);
    expect(
      valueBeyond(
        [
          [0, 1],
          [10, 0.5],
          [20, 0.4],
        ],
        40,
        false,
      ),
    ).toBeCloseTo(0.2, 12);
    expect(valueBeyond([[5, 0.7]], 90, true)).toBe(0.7);
  });
});
