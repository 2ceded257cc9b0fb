import { expect, test } from "@playwright/test";
import { readAnswer } from "@/lib/engine/answers";

const now = new Date("2026-11-21T12:00:00Z");
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readAnswer({ status, headers, body: typeof body === "string" ? body : JSON.stringify(body) }, now);

test("takes 200 as the function's result, as it was sent", () => {
  expect(answer(200, '{"b":1,"a":12345678901234567890}')).toEqual({
    kind: "end",
    memos: [],
    output: '{"b":1,"a":12345678901234567890}',
  });
  expect(answer(200, "")).toMatchObject({ output: "null" });
});

test("finishes on RunComplete, with the steps that came along", () => {
  const verdict = answer(206, [
    { id: "s1", op: "StepRun", displayName: "one", data: 1, timing: { a: 1_795_000_000_000_000_000, b: 5 } },
    { id: "end", op: "RunComplete", data: { done: true } },
  ]);
  expect(verdict).toEqual({
    kind: "end",
    memos: [{ id: "s1", op: "StepRun", name: "one", data: "1", startedAt: new Date(1_795_000_000_000) }],
    output: '{"done":true}',
  });
});

test("tries 500 again and gives 400 up", () => {
  const body = { name: "TypeError", message: "boom", stack: "at x" };
  expect(answer(500, body, { "x-inngest-no-retry": "false" })).toMatchObject({ kind: "retry", afterMs: undefined });
  expect(answer(400, body, { "x-inngest-no-retry": "true" })).toEqual({ kind: "end", memos: [], error: JSON.stringify(body) });
  expect(answer(500, "<html>not json")).toMatchObject({ kind: "retry" });
  expect(answer(500, { type: "internal", name: "Error", message: "no such function" })).toMatchObject({ kind: "retry" });
});

test("reads Retry-After as seconds or a date, a day at most", () => {
  const after = (header: string) => {
    const verdict = answer(500, {}, { "retry-after": header });
    return verdict.kind === "retry" ? verdict.afterMs : "not a retry";
  };
  expect(after("30")).toBe(30_000);
  expect(after("2026-11-21T12:01:00Z")).toBe(60_000);
  expect(after("Sat, 21 Nov 2026 12:00:10 GMT")).toBe(10_000);
  expect(after("2026-11-21T11:00:00Z")).toBe(0);
  expect(after("999999")).toBe(24 * 60 * 60 * 1000);
  expect(after("soon")).toBeUndefined();
});

test("keeps a failed step for the function to catch, and a failing one for another try", () => {
  const error = { name: "Error", message: "no", stack: "" };
  expect(answer(206, [{ id: "s", op: "StepFailed", displayName: "one", error }])).toMatchObject({
    kind: "continue",
    memos: [{ id: "s", error: JSON.stringify(error) }],
  });
  expect(answer(206, [{ id: "s", op: "StepError", error }], { "retry-after": "1" })).toMatchObject({ kind: "retry", afterMs: 1000 });
});

test("plans sleeps, waits, invocations and parallel steps", () => {
  const verdict = answer(206, [
    { id: "a", op: "StepPlanned", displayName: "a", opts: {} },
    { id: "b", op: "Sleep", name: "2s", displayName: "nap", opts: {} },
    { id: "c", op: "WaitForEvent", name: "reply", opts: { timeout: "5s", if: "true" } },
    { id: "d", op: "InvokeFunction", opts: { function_id: "f", payload: {} } },
  ]);
  expect(verdict).toMatchObject({ kind: "continue", race: false, plans: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }] });
});

test("says until when a plan is awaited, and what it cannot plan", () => {
  const planned = (op: object) => answer(206, [{ id: "x", displayName: "it", ...op }]);
  expect(planned({ op: "Sleep", name: "1m30s" })).toMatchObject({ plans: [{ delayMs: 90_000 }] });
  expect(planned({ op: "Sleep", opts: { duration: "2026-11-21T12:00:05Z" } })).toMatchObject({ plans: [{ delayMs: 5000 }] });
  expect(planned({ op: "WaitForEvent", opts: { event: "reply", if: "true" } })).toMatchObject({
    plans: [{ delayMs: 365 * 24 * 60 * 60 * 1000, awaited: { eventName: "reply", expr: "true" } }],
  });
  expect(planned({ op: "InvokeFunction", opts: { function_id: "f", payload: { data: { n: 1 } }, timeout: "1h" } })).toMatchObject({
    plans: [{ delayMs: 3_600_000, invoked: { target: "f", data: { n: 1 } } }],
  });
  for (const [op, why] of [
    [{ op: "Sleep", name: "soon" }, 'asks for \\"soon\\", which is neither a duration nor a date'],
    [{ op: "Sleep", name: "400d" }, "longer than 366 days"],
    [{ op: "WaitForEvent", opts: { timeout: "1s" } }, "names no event"],
    [{ op: "InvokeFunction", opts: {} }, "names no function"],
    [{ op: "InvokeFunction", opts: { function_id: 7 } }, "is not understood"],
  ] as const)
    expect(planned(op)).toMatchObject({ kind: "end", error: expect.stringContaining(why) });
});

test("asks again after each step when the app races or says protocol 1", () => {
  expect(answer(206, [{ id: "a", op: "StepPlanned", opts: { parallelMode: "race" } }])).toMatchObject({ race: true });
  expect(answer(206, [{ id: "a", op: "StepPlanned" }], { "x-inngest-req-version": "1" })).toMatchObject({ race: true });
});

test("names what it does not know", () => {
  for (const op of ["WaitForSignal", "AIGateway", "Gateway", "DeferAdd", "Whatever"])
    expect(answer(206, [{ id: "x", op, displayName: "it" }])).toMatchObject({
      kind: "end",
      error: expect.stringContaining(`${op} (step \\"it\\") is not supported`),
    });
});

test("goes on when asked to look again", () => {
  expect(answer(206, [{ id: "x", op: "DiscoveryRequest" }])).toEqual({ kind: "continue", memos: [], plans: [], race: false });
});
