import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./scripts/reporter.mjs"],
    testTimeout: 20_000,
    pool: "forks",
  },
});
