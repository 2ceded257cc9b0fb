const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MINUTES_SHOWN = 60;
const WEEKDAYS_SHOWN = 6;

const clock = formatter({ hour: "numeric", minute: "2-digit" });
const weekday = formatter({ weekday: "short" });
const day = formatter({ day: "numeric", month: "short" });
const date = formatter({ day: "numeric", month: "short", year: "numeric" });
const exact = formatter({ dateStyle: "full", timeStyle: "medium" });
const moment = formatter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const second = formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const daySecond = formatter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** As few characters as tell the time: "now", "12m", "14:05", "Tue", "12 Nov", "12 Nov 2024". In the reader's zone and language. */
export function relativeTime(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime();
  if (ago < MINUTE_MS && ago > -MINUTE_MS) return "now";
  if (ago > 0 && ago < MINUTES_SHOWN * MINUTE_MS) return `${Math.floor(ago / MINUTE_MS)}m`;
  if (at.toDateString() === now.toDateString()) return clock(at);
  if (ago > 0 && ago < WEEKDAYS_SHOWN * DAY_MS) return weekday(at);
  return at.getFullYear() === now.getFullYear() ? day(at) : date(at);
}

export function exactTime(at: Date): string {
  return exact(at);
}

/** Day and time, for a message's head. */
export function momentTime(at: Date): string {
  return moment(at);
}

/** To the second, for what an operator compares with a log; with its day unless that is today. */
export function secondTime(at: Date, now: Date): string {
  return at.toDateString() === now.toDateString() ? second(at) : daySecond(at);
}

// The first of a page takes tens of milliseconds, which nobody should wait for who opens something; the others next to nothing.
if (typeof requestIdleCallback === "function") requestIdleCallback(() => clock(new Date()));

/** Made when it is first used: a page that opens uses few. */
function formatter(options: Intl.DateTimeFormatOptions): (at: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (at) => {
    format ??= new Intl.DateTimeFormat(undefined, options);
    return format.format(at);
  };
}
