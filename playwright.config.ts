import { AsyncLocalStorage } from "node:async_hooks";
import { defineConfig } from "@playwright/test";

// Far from UTC and not by whole hours: a forgotten time zone shows.
process.env.TZ = "Asia/Kathmandu";

// Route handlers ask Next for the scope of their request. It finds the class for that here, where its own server puts it.
Object.assign(globalThis, { AsyncLocalStorage });

export default defineConfig({
  tsconfig: "./tsconfig.node.json",
  testMatch: "**/*.test.ts",
  outputDir: "./test-results",
  globalSetup: "./tests/support/global-setup.ts",
  reporter: [["./tests/reporter.ts"]],
  forbidOnly: true,
  // A busy machine is slower, not wrong: time ends what hangs, and is no claim about speed.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  // None, unless somebody says so who would rather have a test named that failed once than a verdict held back by it (.ci/run).
  retries: Number(process.env.TEST_RETRIES ?? 0),
  projects: [
    { name: "unit", testDir: "./tests/unit" },
    { name: "server", testDir: "./tests/server" },
    { name: "browser", testDir: "./tests/browser", workers: 1, timeout: 180_000 },
  ],
});
