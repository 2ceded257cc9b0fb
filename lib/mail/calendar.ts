import { type CalendarLine, inDescribedZone } from "./calendar-zone";

const MAX_CALENDAR_CHARS = 512 * 1024;
const MAX_TEXT_CHARS = 1_000;

/** A moment as a calendar gives it: `at` when its zone is known here, else only what its clock says there. */
export interface CalendarTime {
  /** `2026-03-05T09:30`, or `2026-03-05` for a whole day. */
  local: string;
  /** As the sender names it; null for a clock without one, `UTC` for universal time. */
  zone: string | null;
  at: Date | null;
}

/** What an invitation says, for a card beside the mail. Everything is data of a stranger. */
export interface CalendarCard {
  /** `REQUEST`, `CANCEL`, `REPLY` …, in upper case; null when it is only an event. */
  method: string | null;
  summary: string;
  location: string;
  /** Address of the organiser, without `mailto:`. */
  organiser: string;
  start: CalendarTime | null;
  end: CalendarTime | null;
  /** It has a rule of recurrence. Never expanded: a rule may mean every second for ever. */
  recurs: boolean;
}

/** Reads the first event of an iCalendar file (RFC 5545). Undefined when there is none. Linear, never throws. */
export function readCalendar(text: string): CalendarCard | undefined {
  const lines = text
    .slice(0, MAX_CALENDAR_CHARS)
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/)
    .map(toLine);
  const begin = lines.findIndex(({ name, value }) => name === "BEGIN" && value.toUpperCase() === "VEVENT");
  if (begin === -1) return undefined;
  const length = lines.slice(begin).findIndex(({ name, value }) => name === "END" && value.toUpperCase() === "VEVENT");
  const event = withoutParts(lines.slice(begin + 1, length === -1 ? undefined : begin + length));

  const find = (name: string) => event.find((line) => line.name === name);
  const start = toTime(find("DTSTART"), lines);
  return {
    method:
      lines
        .find(({ name }) => name === "METHOD")
        ?.value.trim()
        .toUpperCase()
        .slice(0, 20) || null,
    summary: plain(find("SUMMARY")),
    location: plain(find("LOCATION")),
    organiser: plain(find("ORGANIZER")).replace(/^mailto:/i, ""),
    start,
    end: toTime(find("DTEND"), lines) ?? after(start, find("DURATION"), lines),
    recurs: event.some(({ name }) => name === "RRULE" || name === "RDATE"),
  };
}

// An alarm in an event has a summary and a duration of its own.
function withoutParts(lines: CalendarLine[]): CalendarLine[] {
  let depth = 0;
  return lines.filter(({ name }) => {
    if (name === "BEGIN") depth++;
    else if (name === "END") depth--;
    else return depth <= 0;
    return false;
  });
}

// `NAME;PARAMETER=…:value`; a quoted parameter may hold a colon.
function toLine(line: string): CalendarLine {
  const match = /^([A-Za-z0-9-]{1,60})((?:;(?:[^":]|"[^"]*"){0,2000})?):/.exec(line.slice(0, 4_000));
  return match
    ? { name: (match[1] ?? "").toUpperCase(), parameters: match[2] ?? "", value: line.slice(match[0].length) }
    : { name: "", parameters: "", value: "" };
}

function plain(line: CalendarLine | undefined): string {
  return (line?.value ?? "")
    .slice(0, MAX_TEXT_CHARS)
    .replace(/\\([nN,;\\])/g, (_, char: string) => (/n/i.test(char) ? " " : char))
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function toTime(line: CalendarLine | undefined, lines: CalendarLine[]): CalendarTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(line?.value.trim() ?? "");
  if (!match) return null;
  const [, year, month, day, hour, minute, second, universal] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return { local: date, zone: null, at: null };

  const local = `${date}T${hour}:${minute}`;
  const zone = universal ? "UTC" : (/;TZID="?([^";]{1,100})"?/i.exec(line?.parameters ?? "")?.[1] ?? null);
  return { local, zone, at: zone === null ? null : inZone(new Date(`${local}:${second}Z`), zone, lines) };
}

// RFC 5545 §3.3.6, added to what the clock shows.
function after(start: CalendarTime | null, line: CalendarLine | undefined, lines: CalendarLine[]): CalendarTime | null {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?$/i.exec(line?.value.trim() ?? "");
  if (!start || !match) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((number) => Number(number ?? 0));
  const clock = new Date(`${start.local.slice(0, 10)}T${start.local.slice(11) || "00:00"}Z`);
  clock.setUTCMinutes(clock.getUTCMinutes() + ((weeks * 7 + days) * 24 + hours) * 60 + minutes);
  if (Number.isNaN(clock.getTime()) || clock.getUTCFullYear() > 9999) return null;
  const local = clock.toISOString().slice(0, start.local.length);
  return { local, zone: start.zone, at: start.at && start.zone ? inZone(clock, start.zone, lines) : null };
}

// The offset of the zone near that moment, asked twice because it may change in between.
function inZone(clock: Date, zone: string, lines: CalendarLine[]): Date | null {
  if (Number.isNaN(clock.getTime())) return null;
  try {
    const first = new Date(clock.getTime() - offsetMs(clock, zone));
    return new Date(clock.getTime() - offsetMs(first, zone));
  } catch {
    // A zone nobody here knows: Outlook has names of its own, and says what it means by them.
    return inDescribedZone(lines, zone, clock) ?? null;
  }
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return (
    Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) -
    Math.floor(at.getTime() / 1000) * 1000
  );
}
