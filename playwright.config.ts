import { defineConfig } from "@playwright/test";

// Far from UTC and not by whole hours: a forgotten time zone shows.
process.env.TZ = "Asia/Kathmandu";

export default defineConfig({
  tsconfig: "./tsconfig.node.json",
  testMatch: "**/*.test.ts",
  outputDir: "./test-results",
  globalSetup: "./tests/support/global-setup.ts",
  reporter: [["./tests/reporter.ts"]],
  forbidOnly: true,
  timeout: 30_000,
  workers: 2,
  projects: [
    { name: "unit", testDir: "./tests/unit" },
    { name: "server", testDir: "./tests/server" },
    { name: "browser", testDir: "./tests/browser", workers: 1, timeout: 60_000 },
  ],
});
