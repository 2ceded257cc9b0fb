import { expect, test } from "@playwright/test";
import { Undecodable } from "@/lib/attachments/decoder/protocol";
import { readAnswer } from "@/lib/attachments/decoder/read-answer";

const used = { cpuMs: 1, memoryBytes: 1 };
const line = (answer: object) => JSON.stringify({ used, ...answer });

test("an answer with its parts is taken as it is", () => {
  const answer = { ok: true, facts: { width: 2, height: 3 }, parts: [4, 0], used };
  expect(readAnswer(JSON.stringify(answer))).toEqual(answer);
});

test("a decoder that was taken over promises no more bytes than can be kept, and no fewer than none", () => {
  for (const parts of [[1e12, 1 - 1e12], [-1], [0.5], [17 * 1024 * 1024], "many", undefined, [null], [Number.MAX_SAFE_INTEGER, 1]])
    expect(() => readAnswer(line({ ok: true, facts: {}, parts })), JSON.stringify(parts)).toThrow(Undecodable);
});

test("what is no answer is none", () => {
  for (const said of ["", "{", "null", "[]", line({}), line({ ok: false }), line({ ok: 1, reason: "x" }), '{"ok":false,"reason":"x"}'])
    expect(() => readAnswer(said), said).toThrow(Undecodable);
});
