import { expect, test } from "@playwright/test";
import { parseDate, parseTimestamp } from "@/lib/mail/dates";

test.describe("a date", () => {
  for (const [value, expected] of [
    ["Mon, 2 Mar 2026 09:15:00 +0100", "2026-03-02T08:15:00.000Z"],
    ["2 Mar 2026 09:15 EST", "2026-03-02T14:15:00.000Z"],
    ["Mon, 02 Mar 26 09:15:00 GMT (Greenwich)", "2026-03-02T09:15:00.000Z"],
    ["Fri, 31 Dec 1999 23:59:60 +0000", "2000-01-01T00:00:00.000Z"],
    ["Mon,2 Mar 2026 09:15:00 +0530", "2026-03-02T03:45:00.000Z"],
    ["Mon, 2 March 2026 09.15.00 Z", "2026-03-02T09:15:00.000Z"],
    ["Tue, 01 Jan 70 00:00:00 +0000", "1970-01-01T00:00:00.000Z"],
    ["Mon, 2 Mar 2026 09:15:00 +9999", "2026-03-02T09:15:00.000Z"],
    ["Mon, 2 Mar 2026 09:15:00", "2026-03-02T09:15:00.000Z"],
    ["1 Jan 9999 00:00:00 +0000", "9999-01-01T00:00:00.000Z"],
    ["Mon Mar  2 09:15:00 2026", "2026-03-02T09:15:00.000Z"],
    ["2026-03-02T09:15:00.123+01:00", "2026-03-02T08:15:00.123Z"],
    ["2026-03-02 09:15:00", "2026-03-02T09:15:00.000Z"],
    ["Mon, 2 Mar 2026 09:15:00 PM -0500", "2026-03-03T02:15:00.000Z"],
    ["Mon, 2 Mar 2026 9:5:3 +0100", "2026-03-02T08:05:03.000Z"],
    ["Mon, 2 Mar 2026 09:15:00 (\\) (still one)) +0100", "2026-03-02T08:15:00.000Z"],
    ["2 Mar 2026 12:15 a.m.", "2026-03-02T00:15:00.000Z"],
    ["2026/03/02 09:15:00", "2026-03-02T09:15:00.000Z"],
    // RFC 5322, appendix A: folded, with comments between tokens, with two digits for the year.
    [
      "Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)",
      "1969-02-14T03:02:00.000Z",
    ],
    ["Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06.000Z"],
    ["21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06.000Z"],
    ["Fri, 21 Nov 1997 (a (nested) comment) 09:55:06 -0600 (CST (Central))", "1997-11-21T15:55:06.000Z"],
    ["21 Nov 101 09:55:06 +0000", "2001-11-21T09:55:06.000Z"],
    ["21 Nov 49 09:55:06 +0000", "2049-11-21T09:55:06.000Z"],
    ["21 Nov 50 09:55:06 +0000", "1950-11-21T09:55:06.000Z"],
    // Military letters say nothing about the zone, as -0000 does.
    ["21 Nov 1997 09:55:06 A", "1997-11-21T09:55:06.000Z"],
    ["21 Nov 1997 09:55:06 -0000", "1997-11-21T09:55:06.000Z"],
    ["21 Nov 1997 09:55:06 PDT", "1997-11-21T16:55:06.000Z"],
    ["21 Nov 1997 09:55:06 +01:00", "1997-11-21T08:55:06.000Z"],
    ["Fri Nov 21 1997 09:55:06 GMT+0100 (Central European Time)", "1997-11-21T08:55:06.000Z"],
    ["November 21, 1997 9:55 PM", "1997-11-21T21:55:00.000Z"],
    ["Fri, 21 Nov 1997 09:55:06 GMT-0600", "1997-11-21T15:55:06.000Z"],
    ["29 Feb 2000 00:00:00 +0000", "2000-02-29T00:00:00.000Z"],
    ["Xyz, 21 Nov 1997 09:55:06 +0000", "1997-11-21T09:55:06.000Z"],
    ["2026-03-02", "2026-03-02T00:00:00.000Z"],
  ] as const) {
    test(`reads ${value}`, () => {
      expect(parseDate(value)?.toISOString()).toBe(expected);
    });
  }

  for (const value of [
    "",
    "Invalid",
    "31 Feb 2026 00:00:00 +0000",
    "1 Jan 0000 00:00:00 +0000",
    "0",
    "99 Mar 2026",
    "29 Feb 1900 00:00:00 +0000",
    "21 Nov 1997 25:00:00 +0000",
    "(".repeat(10_000),
  ]) {
    test(`is none in ${value.slice(0, 30) || "an empty field"}`, () => {
      expect(parseDate(value)).toBeUndefined();
    });
  }
});

test("a time in JSON may count seconds or milliseconds", () => {
  const expected = new Date("2026-03-02T09:15:00Z");
  for (const value of [1772442900, 1772442900000, "1772442900", "1772442900000", "2026-03-02T09:15:00Z", "Mon, 2 Mar 2026 09:15:00 GMT"]) {
    expect(parseTimestamp(value)).toEqual(expected);
  }
  for (const value of [-5, Number.NaN, Number.POSITIVE_INFINITY, null, {}, "soon", 1e20]) expect(parseTimestamp(value)).toBeUndefined();
});
