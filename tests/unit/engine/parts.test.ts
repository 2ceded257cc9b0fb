import { expect, test } from "@playwright/test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { parseDelay, parseDuration } from "@/lib/engine/duration";
import { evaluate, holds, keyOf } from "@/lib/engine/expressions";
import { inngestBackOff } from "@/lib/engine/retries";
import { isSignedBy, sign } from "@/lib/engine/signature";

const now = new Date("2026-11-21T12:00:00Z");

test("reads Inngest's durations and nothing else", () => {
  expect(["2s", "1h30m", "500ms", "1.5s", "7d", "1w"].map(parseDuration)).toEqual([2000, 5_400_000, 500, 1500, 604_800_000, 604_800_000]);
  expect(["", "2", "s", "2 s", "-2s", "soon"].map(parseDuration)).toEqual(Array(6).fill(undefined));
  expect(parseDelay("2026-11-21T12:00:05.000Z", now)).toBe(5000);
  expect(parseDelay("2020-01-01", now)).toBe(0);
  expect(parseDelay("tomorrow", now)).toBeUndefined();
});

test("backs off as Inngest does, with up to half a minute of jitter", () => {
  const seconds = Array.from({ length: 12 }, (_, attempt) => inngestBackOff(attempt, 0) / 1000);
  expect(seconds).toEqual([15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 7200, 7200]);
  expect(inngestBackOff(0, 0.999) / 1000).toBeCloseTo(45, 0);
});

test("signs the canonical form, and notices every change", () => {
  const key = `signkey-embedded-${"ab".repeat(32)}`;
  const body = String(canonicalize({ b: [1, null, "é"], a: { "10": 1, "9": 2 }, skip: undefined }));
  expect(body).toBe('{"a":{"10":1,"9":2},"b":[1,null,"é"]}');
  const signature = sign(body, key, now);
  expect(isSignedBy(signature, body, key, now)).toBe(true);
  expect(isSignedBy(signature, `${body} `, key, now)).toBe(false);
  expect(isSignedBy(signature, body, `${key}0`, now)).toBe(false);
  expect(isSignedBy(signature, body, key, new Date(now.getTime() + 6 * 60 * 1000))).toBe(false);
  expect(isSignedBy("", body, key, now)).toBe(false);
});

test("writes any JSON so that it reads back the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => expect(JSON.parse(String(canonicalize(value)))).toEqual(JSON.parse(JSON.stringify(value)))),
  );
});

test("evaluates CEL, and takes a missing field as null", () => {
  const event = { data: { id: 7, tags: ["a"], n: 3 } };
  expect(evaluate("event.data.id", { event })).toBe(7);
  expect(evaluate("event.data.n > 2 ? 100 : 0", { event })).toBe(100);
  expect(evaluate("event.data.nowhere.deep", { event })).toBeNull();
  expect(holds("'a' in event.data.tags", { event })).toBe(true);
  expect(holds("event.data.nowhere == 'x'", { event })).toBe(false);
  expect(holds(undefined, { event })).toBe(true);
  expect(keyOf("event.data.id", { event: { data: { id: "1" } } })).not.toBe(keyOf("event.data.id", { event: { data: { id: 1 } } }));
  expect(keyOf("event.data.id", { event: { data: { id: "x".repeat(5000) } } })).toHaveLength(64);
});
