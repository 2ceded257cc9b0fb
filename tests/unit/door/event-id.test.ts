import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { eventIdIn } from "@/lib/inbound/event-id";

const idIn = (json: string) => eventIdIn(Buffer.from(json));

test("an event id is found at the top of a JSON object, the surest name first", () => {
  expect(idIn('{"event_id":"evt_1"}')).toBe("evt_1");
  expect(idIn(' \r\n\t{ "type" : "email" , "eventId" : "evt_2" }')).toBe("evt_2");
  expect(idIn('{"id":"a","eventId":"b","event_id":"c"}')).toBe("c");
  expect(idIn('{"id":"a","eventId":"b"}')).toBe("b");
  expect(idIn('{"id":42}')).toBe("42");
  expect(idIn('{"id":"\\u00e9\\"x\\""}')).toBe('é"x"');
});

test("an event id is found behind nested values and text that looks like JSON", () => {
  expect(idIn('{"data":{"id":"inner","list":[{"id":"x"},"}"]},"text":"\\\\\\"id\\":\\"no\\"","id":"outer"}')).toBe("outer");
  expect(idIn('{"data":{"event_id":"inner"}}')).toBeUndefined();
});

test("what is no id is not taken for one", () => {
  for (const value of ["null", "true", "1.5", "-1", "1e999", '""', "{}", '["x"]', '"a\\u0000b"', `"${"x".repeat(257)}"`, '"open'])
    expect(idIn(`{"id":${value}}`)).toBeUndefined();
  for (const json of ["", "[]", '"id"', '[{"id":"x"}]', "{", '{"id"', '{"id":', '{"id" "x"}', "{id:1}", "nonsense"])
    expect(idIn(json)).toBeUndefined();
});

test("the first of two equal names counts, as long as it is an id", () => {
  expect(idIn('{"event_id":"first","event_id":"second"}')).toBe("first");
  expect(idIn('{"event_id":null,"event_id":"second"}')).toBe("second");
});

test("whatever JSON holds, the same id is found as by parsing it", () => {
  fc.assert(
    fc.property(
      fc.object({ maxDepth: 4, key: fc.oneof(fc.string(), fc.constantFrom("id", "eventId", "event_id")), withNullPrototype: false }),
      fc.option(fc.string({ minLength: 1, maxLength: 40 }).filter((id) => !/\p{Cc}/u.test(id))),
      (object, id) => {
        const event = { ...object, ...(id !== null && { event_id: id }) } as Record<string, unknown>;
        if (id === null) for (const name of ["event_id", "eventId", "id"]) delete event[name];
        expect(idIn(JSON.stringify(event))).toBe(id ?? undefined);
      },
    ),
    { seed: 2026, numRuns: 500 },
  );
});

test("no bytes make it throw or take long", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const found = eventIdIn(Buffer.concat([Buffer.from('{"id":'), bytes]));
      expect(found === undefined || typeof found === "string").toBe(true);
    }),
    { seed: 2026, numRuns: 2_000 },
  );
  for (const bomb of [
    "[".repeat(256_000),
    "{".repeat(256_000),
    `{"a":"${'\\"'.repeat(128_000)}`,
    `{${'"a":1,'.repeat(40_000)}`,
    `{"a":"${"\\".repeat(256_000)}`,
  ])
    idIn(bomb);
});
