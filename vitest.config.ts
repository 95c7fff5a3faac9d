import { defineConfig } from "vitest/config";
import { pageAssetsOfTests } from "./scripts/page-assets.mjs";

export default defineConfig({
  plugins: [pageAssetsOfTests],
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./scripts/reporter.mjs"],
    testTimeout: 40_000,
    hookTimeout: 40_000,
    pool: "forks",
    // The default leaves one processor idle: on two that is half of them.
    maxWorkers: "100%",
  },
});
