/**
 * Text that Postgres can hold: no NUL (neither `text` nor `jsonb` takes it) and no half surrogate pair (`jsonb` refuses
 * it, and it cannot be written as UTF-8).
 */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

/** The same for one line: no line break or other control character either. */
export function storableLine(text: string): string {
  return storable(text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim());
}

/** Marks that turn the order of what follows: no name or subject needs them, and behind one `moc.knab` reads as a bank's host. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/gu;

/** Text whose characters stand in the order in which they are read. */
export function straight(text: string): string {
  return text.replace(TURNS, "");
}

/** At most `max` characters (UTF-16 units) from the beginning, no pair cut in two, no white space at the end. */
export function clip(text: string, max: number): string {
  return text.length <= max
    ? text
    : text
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/, "")
        .trimEnd();
}
