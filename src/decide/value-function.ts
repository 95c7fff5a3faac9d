/**
 * Piecewise linear over absolute breakpoints, clipped at both ends; monotone when the breakpoints are. With `log` the figure is
 * read on a logarithmic axis.
 */
export function valueOf(breakpoints: readonly (readonly [number, number])[], x: number, log: boolean): number {
  const first = breakpoints[0];
  const last = breakpoints[breakpoints.length - 1];
  if (!first || !last) return 0;
  if (x <= first[0]) return first[1];
  for (let i = 1; i < breakpoints.length; i++) {
    const a = breakpoints[i - 1] as readonly [number, number];
    const b = breakpoints[i] as readonly [number, number];
    if (x > b[0]) continue;
    const t = log ? Math.log(x / a[0]) / Math.log(b[0] / a[0]) : (x - a[0]) / (b[0] - a[0]);
    return a[1] + t * (b[1] - a[1]);
  }
  return last[1];
}

/**
 * As `valueOf`, but beyond the last breakpoint it goes on below its value as along the last stretch: what is worth least still tells
 * more from less.
 */
export function valueBeyond(breakpoints: readonly (readonly [number, number])[], x: number, log: boolean): number {
  const [a, b] = breakpoints.slice(-2);
  if (!a || !b || x <= b[0]) return valueOf(breakpoints, x, log);
  const t = log ? Math.log(x / a[0]) / Math.log(b[0] / a[0]) : (x - a[0]) / (b[0] - a[0]);
  return a[1] + t * (b[1] - a[1]);
}
