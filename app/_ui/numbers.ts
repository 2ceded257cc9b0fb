/** The page's: units are words of its sentences, and the server, which draws them first, is to say the same as the browser. */
const LANGUAGE = "en";
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];
const STEP = 1000;

/** "820 bytes", "14 kB", "2.3 MB". */
export function formatBytes(size: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(size, 1)) / Math.log(STEP)));
  const value = size / STEP ** power;
  return new Intl.NumberFormat(LANGUAGE, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** "38 ms", "1.2 sec", "3 min". */
export function formatDuration(ms: number): string {
  if (ms < STEP) return unit(ms, "millisecond", 0);
  if (ms < 60 * STEP) return unit(ms / STEP, "second", 1);
  return unit(ms / (60 * STEP), "minute", 0);
}

/** "1 image", "3 images". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat(LANGUAGE).format(count)} ${count === 1 ? one : many}`;
}

function unit(value: number, name: string, digits: number) {
  return new Intl.NumberFormat(LANGUAGE, { style: "unit", unit: name, maximumFractionDigits: digits }).format(value);
}
