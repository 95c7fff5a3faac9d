// Vitest reporter: the plain closing line `N passed, N failed`, after everything else that is printed;
// before it, why tests were skipped.
export default class PlainCount {
  onTestRunEnd(modules, unhandled) {
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    const reasons = new Map();
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === "passed") passed += 1;
        else if (state === "failed") failed += 1;
        else {
          skipped += 1;
          reasons.set(note ?? "no reason given", (reasons.get(note ?? "no reason given") ?? 0) + 1);
        }
      }
    }
    process.on("exit", () => {
      const tail = skipped > 0 ? `, ${skipped} skipped` : "";
      for (const [reason, count] of reasons) process.stdout.write(`\nSKIPPED ${count}: ${reason}\n`);
      process.stdout.write(`\n${passed} passed, ${failed} failed${tail}\n`);
    });
  }
}
