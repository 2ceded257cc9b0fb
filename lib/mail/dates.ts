const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** RFC 5322 §4.3: the zones that have a defined meaning. Military letters do not. */
const ZONES: Record<string, number> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};
const MAIL_DATE =
  /^(?:[a-z]{2,9}\.?,?\s{0,9})?(\d{1,2})[\s-]{1,9}([a-z]{3})[a-z]{0,6}\.?[\s-]{1,9}(\d{2,4})(?:,?\s{1,9}(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d{1,9})?)?(?:\s{0,9}([ap])\.?m\b\.?)?)?(?:\s{0,9}(?:(?:gmt|utc?)?\s?([+-]\d{2}:?\d{2})|([a-z]{1,5}))\b)?/i;
/** `asctime`: what mbox files and some scripts write. */
const C_DATE =
  /^(?:[a-z]{3,9},?\s{1,9})?([a-z]{3})[a-z]{0,6}\s{1,9}(\d{1,2})\s{1,9}(\d{2}):(\d{2}):(\d{2})\s{1,9}(?:([a-z]{1,5}|[+-]\d{4})\s{1,9})?(\d{4})/i;
/** The order of the United States, which is also what JavaScript makes of a date that nobody formatted. */
const US_DATE =
  /^(?:[a-z]{3,9},?\s)?([a-z]{3})[a-z]{0,6}\.?\s(\d{1,2}),?\s(\d{4}),?\s(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\b\.?)?(?:\s?(?:(?:gmt|utc?)?\s?([+-]\d{2}:?\d{2})|([a-z]{1,5}))\b)?/i;
const ISO_DATE = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const MAX_DATE_LENGTH = 200;
/** A whole number above this counts milliseconds: as seconds it would be the year 5138. */
const SECONDS_CEILING = 100_000_000_000;

/**
 * Reads a Date header (RFC 5322 §3.3 and §4.3, and what is really sent), or an ISO 8601 time. A date without a zone is read
 * as UTC, never in the zone of this machine. Undefined: nothing that ever was a date, or a year outside 1–9999.
 */
export function parseDate(value: string): Date | undefined {
  const text = withoutComments(value.slice(0, MAX_DATE_LENGTH))
    .replace(/\s+/g, " ")
    .replace(/(\d) ?: ?(?=\d)/g, "$1:")
    .trim();
  return fromMailDate(text) ?? fromIso(text) ?? fromCDate(text) ?? fromUsDate(text);
}

/** A time in a JSON payload: ISO 8601, a mail date, or a number of seconds or milliseconds since 1970. */
export function parseTimestamp(value: unknown): Date | undefined {
  if (typeof value === "string" && !/^\s*\d{9,16}(?:\.\d{1,9})?\s*$/.test(value)) return parseDate(value);
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number < 0) return undefined;
  return plausible(new Date(number > SECONDS_CEILING ? number : number * 1000));
}

// They nest, and stand anywhere between two tokens (RFC 5322 §3.2.2).
function withoutComments(text: string): string {
  const without = text.replace(/\((?:[^()\\]|\\.)*\)/g, " ");
  return without === text ? text : withoutComments(without);
}

function fromMailDate(text: string) {
  const match = MAIL_DATE.exec(text);
  if (!match) return undefined;
  const [, day, month = "", year = "", hour = "0", minute = "0", second = "0", half, offset, zone = ""] = match;
  const time: Time = [fullHour(hour, half), minute, second];
  return build(fullYear(year), MONTHS.indexOf(month.toLowerCase()), Number(day), time, offset?.replace(":", "") ?? zone);
}

function fromCDate(text: string) {
  const match = C_DATE.exec(text);
  if (!match) return undefined;
  const [, month = "", day, hour = "0", minute = "0", second = "0", zone = "", year = ""] = match;
  return build(Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day), [hour, minute, second], zone);
}

function fromUsDate(text: string) {
  const match = US_DATE.exec(text);
  if (!match) return undefined;
  const [, month = "", day, year, hour = "0", minute = "0", second = "0", half, offset, zone = ""] = match;
  const time: Time = [fullHour(hour, half), minute, second];
  return build(Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day), time, offset?.replace(":", "") ?? zone);
}

function fromIso(text: string) {
  const match = ISO_DATE.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone = ""] = match;
  const date = build(Number(year), Number(month) - 1, Number(day), [hour, minute, second], zone.replace(":", ""));
  return date && new Date(date.getTime() + Math.trunc(Number(`0.${fraction}`) * 1000));
}

// RFC 5322 §4.3: two digits below 50 are this century; three digits count from 1900.
function fullYear(year: string) {
  const number = Number(year);
  if (year.length === 2) return number < 50 ? 2000 + number : 1900 + number;
  return year.length === 3 ? 1900 + number : number;
}

// Twelve o'clock at night is 12 AM.
function fullHour(hour: string, half: string | undefined) {
  return half && Number(hour) <= 12 ? String((Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0)) : hour;
}

type Time = [hour: string, minute: string, second: string];

function build(year: number, month: number, day: number, [hour, minute, second]: Time, zone: string) {
  if (month < 0 || month > 11 || day < 1 || year < 1) return undefined;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute) - zoneMinutes(zone)) * 60 + Number(second);
  return plausible(new Date(date.getTime() + seconds * 1000));
}

// A zone that cannot be says nothing about the offset (RFC 5322 §3.3): UTC then.
function zoneMinutes(zone: string) {
  const numeric = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (!numeric) return ZONES[zone.toLowerCase()] ?? 0;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  if (Number(numeric[3]) > 59 || minutes > 14 * 60) return 0;
  return numeric[1] === "-" ? -minutes : minutes;
}

function plausible(date: Date): Date | undefined {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date : undefined;
}
