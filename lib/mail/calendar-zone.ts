/** Changes of the clock read from one zone. */
const MAX_CHANGES = 50;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const DAY_MS = 86_400_000;

/** A property of a calendar, its name in upper case. */
export interface CalendarLine {
  name: string;
  parameters: string;
  value: string;
}

/** One of the offsets of a zone, and when it begins: at `start`, and in every year as `rule` says. */
interface Change {
  offsetMinutes: number;
  start: Date;
  rule: string | undefined;
}

/**
 * The moment that a clock shows in a zone which the calendar describes itself (RFC 5545 §3.6.5), as Outlook does for names of its own.
 * `clock` is what it shows, as if it were UTC. Undefined when the zone is not there, or in a form that is not understood.
 */
export function inDescribedZone(lines: readonly CalendarLine[], zone: string, clock: Date): Date | undefined {
  const changes = findChanges(lines, zone);
  const onsets = changes.flatMap((change) => {
    const year = clock.getUTCFullYear();
    return [year - 1, year].map((each) => ({ change, at: onset(change, each) }));
  });
  if (onsets.length === 0 || onsets.some(({ at }) => at === undefined)) return undefined;
  const past = onsets.filter(({ at }) => at && at <= clock).sort((a, b) => Number(b.at) - Number(a.at));
  const [last] = past;
  return last && new Date(clock.getTime() - last.change.offsetMinutes * 60_000);
}

function findChanges(lines: readonly CalendarLine[], zone: string): Change[] {
  const named = lines.findIndex(({ name, value }) => name === "TZID" && value.trim() === zone);
  const changes: Change[] = [];
  let block: CalendarLine[] = [];
  for (const line of named === -1 ? [] : lines.slice(named + 1)) {
    if (line.name === "BEGIN") block = [];
    else if (line.name !== "END") block.push(line);
    else if (/^VTIMEZONE$/i.test(line.value.trim()) || changes.length === MAX_CHANGES) break;
    else changes.push(toChange(block));
  }
  return changes;
}

function toChange(block: CalendarLine[]): Change {
  const find = (name: string) => block.find((line) => line.name === name)?.value.trim();
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})/.exec(find("TZOFFSETTO") ?? "") ?? [];
  const [, date = "", time = ""] = /^(\d{8})T(\d{6})$/.exec(find("DTSTART") ?? "") ?? [];
  const start = new Date(`${date.replace(/(....)(..)/, "$1-$2-")}T${time.replace(/(..)(..)/, "$1:$2:")}Z`);
  return { offsetMinutes: (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)), start, rule: find("RRULE") };
}

/** When the change comes in that year. Undefined when its rule is not one that changes of the clock have. */
function onset({ offsetMinutes, start, rule }: Change, year: number): Date | undefined {
  if (Number.isNaN(offsetMinutes) || Number.isNaN(start.getTime())) return undefined;
  if (rule === undefined || year <= start.getUTCFullYear()) return start;
  const [, nth, weekday = ""] = /(?:^|;)BYDAY=([+-]?\d)([A-Z]{2})(?:;|$)/i.exec(rule) ?? [];
  const month = Number(/(?:^|;)BYMONTH=(\d{1,2})(?:;|$)/i.exec(rule)?.[1]) - 1;
  const day = WEEKDAYS.indexOf(weekday.toUpperCase());
  if (!/(?:^|;)FREQ=YEARLY(?:;|$)/i.test(rule) || !(month >= 0 && month < 12) || day === -1 || Number(nth) === 0) return undefined;

  const until = /(?:^|;)UNTIL=(\d{4})/i.exec(rule)?.[1];
  const inYear = until === undefined ? year : Math.min(year, Number(until));
  return new Date(nthWeekday(inYear, month, day, Number(nth)) + timeOfDay(start));
}

function timeOfDay(date: Date): number {
  return date.getTime() - Math.floor(date.getTime() / DAY_MS) * DAY_MS;
}

/** Midnight of the second Sunday of a month, or, counted from its end, of the last. */
function nthWeekday(year: number, month: number, day: number, nth: number): number {
  const edge = new Date(Date.UTC(year, nth > 0 ? month : month + 1, nth > 0 ? 1 : 0));
  const away = nth > 0 ? ((day - edge.getUTCDay() + 7) % 7) + (nth - 1) * 7 : -((edge.getUTCDay() - day + 7) % 7) + (nth + 1) * 7;
  return edge.getTime() + away * DAY_MS;
}
