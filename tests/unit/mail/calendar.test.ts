import { expect, test } from "@playwright/test";
import { readCalendar } from "@/lib/mail/calendar";
import { labelPart } from "@/lib/mail/labels";

const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "METHOD:request", "BEGIN:VEVENT", ...lines, "END:VEVENT", "END:VCALENDAR"].join("\r\n");

test.describe("an invitation", () => {
  test("says what, where, who and when", () => {
    expect(
      readCalendar(
        calendar(
          "SUMMARY:Planning\\, part 2",
          "LOCATION:Room\\n4",
          'ORGANIZER;CN="Paul: M":MAILTO:paul@partner.test',
          "DTSTART;TZID=Europe/Berlin:20260305T093000",
          "DTEND:20260305T090000Z",
        ),
      ),
    ).toEqual({
      method: "REQUEST",
      summary: "Planning, part 2",
      location: "Room 4",
      organiser: "paul@partner.test",
      start: { local: "2026-03-05T09:30", zone: "Europe/Berlin", at: new Date("2026-03-05T08:30:00Z") },
      end: { local: "2026-03-05T09:00", zone: "UTC", at: new Date("2026-03-05T09:00:00Z") },
      recurs: false,
    });
  });

  test("keeps the time of a zone nobody here knows as it was written", () => {
    const card = readCalendar(calendar("DTSTART;TZID=W. Europe Standard Time:20260305T093000", "DTEND:20260305T100000"));
    expect(card?.start).toEqual({ local: "2026-03-05T09:30", zone: "W. Europe Standard Time", at: null });
    expect(card?.end).toEqual({ local: "2026-03-05T10:00", zone: null, at: null });
  });

  test("tells the time of a zone that it describes itself, as Outlook does (RFC 5545 §3.6.5)", () => {
    const zone = (name: string, ...changes: [kind: string, start: string, to: string, rule?: string][]) => [
      "BEGIN:VTIMEZONE",
      `TZID:${name}`,
      ...changes.flatMap(([kind, start, to, rule]) => [
        `BEGIN:${kind}`,
        `DTSTART:${start}`,
        "TZOFFSETFROM:+0000",
        `TZOFFSETTO:${to}`,
        ...(rule === undefined ? [] : [`RRULE:${rule}`]),
        `END:${kind}`,
      ]),
      "END:VTIMEZONE",
    ];
    const described = [
      ...zone("Somewhere", ["STANDARD", "16010101T000000", "+0900"]),
      ...zone(
        "W. Europe Standard Time",
        ["STANDARD", "16010101T030000", "+0100", "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10"],
        ["DAYLIGHT", "16010101T020000", "+0200", "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3"],
      ),
      ...zone(
        "Eastern",
        ["STANDARD", "20071104T020000", "-0500", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"],
        ["DAYLIGHT", "20070311T020000", "-0400", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"],
      ),
      ...zone("Odd", ["STANDARD", "16010101T000000", "+0100", "FREQ=MONTHLY;BYMONTHDAY=1"]),
      ...zone("Broken", ["STANDARD", "yesterday", "soon"]),
    ];
    const at = (name: string, clock: string) =>
      readCalendar(["BEGIN:VCALENDAR", ...described, "BEGIN:VEVENT", `DTSTART;TZID="${name}":${clock}`, "END:VEVENT"].join("\r\n"))?.start
        ?.at;
    for (const [clock, utc] of [
      ["20260115T093000", "2026-01-15T08:30:00Z"],
      ["20260329T013000", "2026-03-29T00:30:00Z"],
      ["20260329T033000", "2026-03-29T01:30:00Z"],
      ["20260715T093000", "2026-07-15T07:30:00Z"],
      ["20261025T033000", "2026-10-25T02:30:00Z"],
      ["20261231T235900", "2026-12-31T22:59:00Z"],
    ] as const)
      expect(at("W. Europe Standard Time", clock)).toEqual(new Date(utc));
    expect(at("Eastern", "20260307T120000")).toEqual(new Date("2026-03-07T17:00:00Z"));
    expect(at("Eastern", "20260308T120000")).toEqual(new Date("2026-03-08T16:00:00Z"));
    expect(at("Somewhere", "20260308T120000")).toEqual(new Date("2026-03-08T03:00:00Z"));
    for (const unknown of ["Odd", "Broken", "Nowhere"]) expect(at(unknown, "20260308T120000")).toBeNull();
  });

  test("may be of whole days, folded, and across a change of the clock", () => {
    expect(readCalendar(calendar("DTSTART;VALUE=DATE:20260305", "SUMMARY:A long\r\n  title"))).toMatchObject({
      summary: "A long title",
      start: { local: "2026-03-05", at: null },
    });
    expect(readCalendar(calendar("DTSTART;TZID=Europe/Berlin:20260329T030000"))?.start?.at).toEqual(new Date("2026-03-29T01:00:00Z"));
  });

  test("may say how long it takes instead of when it ends (RFC 5545 §3.3.6)", () => {
    const end = (start: string, duration: string) => readCalendar(calendar(`DTSTART${start}`, `DURATION:${duration}`))?.end;
    expect(end(":20260305T093000Z", "PT1H30M")).toEqual({ local: "2026-03-05T11:00", zone: "UTC", at: new Date("2026-03-05T11:00:00Z") });
    expect(end(";TZID=Europe/Berlin:20260328T120000", "P1D")?.at).toEqual(new Date("2026-03-29T10:00:00Z"));
    expect(end(";VALUE=DATE:20260227", "P1W")).toEqual({ local: "2026-03-06", zone: null, at: null });
    expect(end(":20260305T093000", "PT15M")).toEqual({ local: "2026-03-05T09:45", zone: null, at: null });
    for (const no of ["", "1H", "-PT1H", "PT99999999H", "P9999W".repeat(9)]) expect(end(":20260305T093000Z", no)).toBeNull();
    expect(end(":99991231T235900Z", "P9999W")).toBeNull();
  });

  test("is not what its alarm says, and keeps a backslash that was meant", () => {
    const alarm = ["BEGIN:VALARM", "SUMMARY:Wake up", "DURATION:PT5M", "END:VALARM"];
    const card = readCalendar(calendar(...alarm, "SUMMARY:C:\\\\new\\, old", "DTSTART:20260305T093000Z"));
    expect([card?.summary, card?.end]).toEqual(["C:\\new, old", null]);
  });

  test("that recurs for ever is not expanded", () => {
    expect(readCalendar(calendar("DTSTART:20260305T090000Z", "RRULE:FREQ=SECONDLY"))?.recurs).toBe(true);
  });

  test("is none in anything else, and no file makes it slow", () => {
    for (const text of [
      "",
      "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
      "hello",
      "BEGIN:VEVENT\r\n".repeat(50_000),
      `BEGIN:VEVENT\r\nSUMMARY;${'"'.repeat(400_000)}:x`,
      `BEGIN:VEVENT\r\n${"X:1\r\n".repeat(100_000)}`,
      `BEGIN:VEVENT\r\nSUMMARY:${"\r\n a".repeat(100_000)}`,
    ]) {
      expect(readCalendar(text)?.summary.length ?? 0).toBeLessThanOrEqual(1_000);
    }
  });
});

test("parts are labelled by their type, or by their name when the type says nothing", () => {
  expect(labelPart("text/calendar; method=REQUEST", null)).toBe("calendar");
  expect(labelPart("application/octet-stream", "winmail.dat")).toBe("outlook");
  expect(labelPart("application/octet-stream", "encrypted.asc")).toBe("pgp-encrypted");
  expect(labelPart("application/pkcs7-mime", "smime.p7m")).toBe("smime-envelope");
  expect(labelPart("message/rfc822", null)).toBe("mail");
  expect(labelPart("message/global", null)).toBe("mail");
  expect(labelPart("message/global-delivery-status", null)).toBe("report");
  expect(labelPart("image/png", "a.ics")).toBeUndefined();
  expect(labelPart("constructor", "x.constructor")).toBeUndefined();
});
