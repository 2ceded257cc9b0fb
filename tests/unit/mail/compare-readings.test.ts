import { expect, test } from "@playwright/test";
import type { Reading } from "@/db/schema";
import { compareReadings } from "@/lib/reparse/compare";

const reading = (overrides: Partial<Reading> = {}): Reading => ({
  mid: "a@x.test",
  refs: [],
  from: { name: "Ana", address: "ana@x.test" },
  sender: null,
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  subject: "Lamps",
  snippet: "",
  claimedAt: null,
  text: "Hello",
  html: null,
  headers: [],
  notes: [],
  attachments: [],
  ...overrides,
});

test("readings that say the same differ in nothing, whatever the order of their keys", () => {
  expect(compareReadings(reading(), reading({ from: { address: "ana@x.test", name: "Ana" } }))).toEqual([]);
});

test("a difference is named, and cut to where it begins", () => {
  const long = "x".repeat(5_000);
  const [text] = compareReadings(reading({ text: `${long}é` }), reading({ text: `${long}Ã©${long}` }));
  expect(text?.field).toBe("text");
  expect(text?.before).toMatch(/^…x{40}é$/);
  expect(text?.after).toMatch(/^…x{40}Ã©x+…$/);
});

test("a text that is there now, a file more and another date are told", () => {
  const file = { blobId: "b", filename: null, contentType: "text/plain", contentId: null, inline: false, size: 3 };
  const after = reading({ html: "<p>", attachments: [file], claimedAt: "2026-03-01T00:00:00.000Z" });
  expect(compareReadings(reading(), after)).toEqual([
    { field: "claimedAt", before: "null", after: "2026-03-01T00:00:00.000Z" },
    { field: "html", before: "null", after: "<p>" },
    { field: "attachments", before: "", after: "(no name), text/plain, 3 bytes, -, b" },
  ]);
});

test("a cut through a character leaves text that can be stored", () => {
  const [subject] = compareReadings(reading({ subject: "😀".repeat(300) }), reading({ subject: "" }));
  expect(subject?.before.isWellFormed()).toBe(true);
});
