import type { SignatureScheme } from "./schemes";
import { type Failed, shown } from "./verdict";

type TimestampRule = NonNullable<SignatureScheme["timestamp"]>;

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const DIGITS = { s: /^[1-9]\d{0,10}$/, ms: /^[1-9]\d{0,13}$/ };

/**
 * Is the signed time believable? Strict about its spelling: a lenient parser would let `1700000000abc` pass while the
 * signature covers the text as sent. Undefined when it is.
 */
export function checkTimestamp(rule: TimestampRule, text: string, now: Date): Failed | undefined {
  const at = parseTimestamp(rule.unit, text);
  const expected =
    rule.unit === "iso8601" ? "an ISO 8601 time with its zone" : `Unix time in ${rule.unit === "s" ? "seconds" : "milliseconds"}`;
  if (at === undefined) return { ok: false, failed: "timestamp", reason: "The timestamp is not readable.", expected, seen: shown(text) };

  const { toleranceSeconds } = rule;
  const ageSeconds = (now.getTime() - at) / 1000;
  if (toleranceSeconds === null || Math.abs(ageSeconds) <= toleranceSeconds) return undefined;
  return {
    ok: false,
    failed: "timestamp",
    reason:
      ageSeconds > 0
        ? `The timestamp is older than ${toleranceSeconds} seconds.`
        : `The timestamp is more than ${toleranceSeconds} seconds ahead: is the sender's clock right?`,
    expected: `${expected}, at most ${toleranceSeconds} seconds from ${now.toISOString()}`,
    seen: shown(text),
  };
}

function parseTimestamp(unit: TimestampRule["unit"], text: string): number | undefined {
  if (unit !== "iso8601") return DIGITS[unit].test(text) ? Number(text) * (unit === "s" ? 1000 : 1) : undefined;
  const at = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
