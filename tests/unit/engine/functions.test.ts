import { expect, test } from "@playwright/test";
import { parseConfiguration, toRegistry } from "@/lib/engine/functions";

const plain = {
  id: "mailroom-file",
  name: "File",
  triggers: [{ event: "mail" }],
  steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1/api/inngest" } } },
};
const refusal = (more: object) => {
  try {
    parseConfiguration({ ...plain, ...more });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "accepted";
};

test("gives five attempts unless told otherwise", () => {
  const steps = { step: { ...plain.steps.step, retries: { attempts: 0 } } };
  const registry = toRegistry([plain, { ...plain, id: "mailroom-once", steps }].map(parseConfiguration));
  expect(["mailroom-file", "mailroom-once", "mailroom-gone"].map(registry.maxAttempts)).toEqual([5, 1, 5]);
});

test("takes concurrency as a number, one limit or two", () => {
  expect(parseConfiguration({ ...plain, concurrency: 3 }).concurrency).toEqual([{ limit: 3, scope: "fn" }]);
  expect(parseConfiguration({ ...plain, concurrency: { limit: 1, key: "event.data.a" } }).concurrency).toHaveLength(1);
  expect(parseConfiguration({ ...plain, concurrency: [{ limit: 1 }, { limit: 2, key: "event.data.a" }] }).concurrency).toHaveLength(2);
  expect(refusal({ concurrency: [{ limit: 1 }, { limit: 1 }, { limit: 1 }] })).toContain("concurrency");
});

test("reads durations in milliseconds", () => {
  const fn = parseConfiguration({ ...plain, debounce: { period: "1m30s" }, timeouts: { start: "500ms", finish: "1h" } });
  expect(fn.debounce?.period).toBe(90_000);
  expect(fn.timeouts).toEqual({ start: 500, finish: 3_600_000 });
});

test("names function and option that it does not know or cannot honour", () => {
  for (const [option, more] of [
    ["quantum", { quantum: true }],
    ["jitter", { triggers: [{ cron: "* * * * *", jitter: "5s" }] }],
    ["cron", { triggers: [{ cron: "every tuesday" }] }],
    ["idempotency", { idempotency: "event.data. ==" }],
    ["period", { rateLimit: { limit: 1, period: "25h" } }],
    ["timeout", { batchEvents: { maxSize: 10, timeout: "5m" } }],
    ["maxSize", { batchEvents: { maxSize: 1000, timeout: "5s" } }],
    ["cancel", { cancel: Array.from({ length: 6 }, () => ({ event: "stop" })) }],
    ["idempotency", { idempotency: "event.data.id", batchEvents: { maxSize: 10, timeout: "5s" } }],
  ] as const) {
    const said = refusal(more);
    expect(said).toContain("mailroom-file");
    expect(said).toContain(option);
  }
});
