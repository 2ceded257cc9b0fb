import { expect, test } from "@playwright/test";
import { spanOf } from "@/app/(inbox)/_components/calendar-span";

const utc = (local: string) => ({ local, zone: "UTC", at: `${local}:00.000Z` });
const told = (...args: Parameters<typeof spanOf>) => {
  const { text, note } = spanOf(...args);
  // ICU writes other spaces and dashes from one version to the next.
  return [text.replace(/[\u2009\u202f]/g, " "), note];
};

test("an event is said in the reader's own zone", () => {
  expect(told(utc("2026-03-05T09:30"), utc("2026-03-05T10:00"), "Asia/Kathmandu", "en-GB")).toEqual([
    expect.stringMatching(/^Thursday,? 5 March 2026.*15:15.*15:45$/),
    undefined,
  ]);
});

test("one in a zone nobody here knows is said as its clock shows it, and whose clock that is", () => {
  const start = { local: "2026-03-05T09:30", zone: "W. Europe Standard Time", at: null };
  expect(told(start, null, "Asia/Kathmandu", "en-GB")).toEqual([
    expect.stringMatching(/5 March 2026.*09:30$/),
    "in the sender's zone “W. Europe Standard Time”",
  ]);
  expect(told({ ...start, zone: null }, null, "Asia/Kathmandu", "en-GB")[1]).toBe("on the sender's clock");
});

test("whole days are the same days anywhere, and end with the day before the one that is named", () => {
  const day = (local: string) => ({ local, zone: null, at: null });
  expect(told(day("2026-03-05"), day("2026-03-06"), "America/Los_Angeles", "en-GB")[0]).toMatch(/^Thursday,? 5 March 2026$/);
  expect(told(day("2026-03-05"), day("2026-03-08"), "America/Los_Angeles", "en-GB")[0]).toMatch(/5.*7 March 2026$/);
});

test("an end before the start, and a date that is none, break nothing", () => {
  expect(told(utc("2026-03-05T09:30"), utc("2026-03-05T08:00"), "UTC", "en-GB")[0]).toMatch(/09:30$/);
  expect(told({ local: "2026-99-99T99:99", zone: null, at: null }, null, "UTC", "en-GB")[0]).toBe("2026-99-99T99:99");
  expect(told({ local: "2026-99-99", zone: null, at: null }, null, "UTC", "en-GB")[0]).toBe("2026-99-99");
});
