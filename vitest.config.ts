import { defineConfig } from "vitest/config";
import { pageAssetsOfTests } from "./scripts/page-assets.mjs";

export default defineConfig({
  plugins: [pageAssetsOfTests],
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./scripts/reporter.mjs"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: "forks",
  },
});
