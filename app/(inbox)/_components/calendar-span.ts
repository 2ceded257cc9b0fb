import type { Invitation } from "@/app/_data/invitations";

type CalendarTime = NonNullable<Invitation["start"]>;

const MINUTE_MS = 60_000;

/**
 * From when to when, in words. A time whose zone is known is said in `timeZone`, the reader's own when left out; another is said as its
 * clock shows it, with a note whose clock that is. Whole days are days anywhere.
 */
export function spanOf(
  start: CalendarTime,
  end: CalendarTime | null,
  timeZone?: string,
  language?: string,
): { text: string; note?: string } {
  if (isDay(start)) return { text: days(start.local, end && isDay(end) ? end.local : null, language) };

  const moments = [start, end].map((time) => time && (time.at ?? `${time.local}Z`));
  const zone = start.at ? timeZone : "UTC";
  const format = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", ...(zone && { timeZone: zone }) });
  const [from, to] = moments.map((moment) => (moment ? new Date(moment) : undefined));
  if (!from || Number.isNaN(from.getTime())) return { text: start.local };
  const known = to !== undefined && !Number.isNaN(to.getTime()) && to.getTime() - from.getTime() >= MINUTE_MS;
  const text = known ? format.formatRange(from, to) : format.format(from);
  return start.at ? { text } : { text, note: start.zone ? `in the sender's zone “${start.zone}”` : "on the sender's clock" };
}

function isDay({ local }: CalendarTime) {
  return !local.includes("T");
}

/** A whole-day event ends before the day it names (RFC 5545 §3.6.1). */
function days(first: string, after: string | null, language: string | undefined): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" });
  const from = new Date(`${first}T00:00Z`);
  const last = after ? new Date(Date.parse(`${after}T00:00Z`) - MINUTE_MS) : from;
  if (Number.isNaN(from.getTime())) return first;
  return last > from ? format.formatRange(from, last) : format.format(from);
}
