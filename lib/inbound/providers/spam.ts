import type { SpamReport } from "@/lib/mail/email";
import { Fields, isObject } from "./fields";

/** Objects that hold nothing but what a spam filter says (Mandrill `spam_report`), and those that hold it among other verdicts (Amazon SES). */
const OF_SPAM = ["spam", "spamreport", "spamanalysis", "spamassassin"];
const AMONG_OTHERS = ["receipt", "verdicts"];
const SPAM = new Set(["spam", "fail", "failed", "yes", "true"]);
const CLEAN = new Set(["notspam", "ham", "clean", "pass", "passed", "no", "false"]);
/** Scores of every filter lie within. */
const MAX_SCORE = 10_000;

/**
 * What a provider's event says of its own spam filter. Undefined when it says nothing. A score alone is no verdict: every filter has
 * a threshold of its own. Read from the event only: headers of the mail are its sender's.
 */
export function readSpam(objects: readonly Fields[], event: string | undefined): SpamReport | undefined {
  const inside = (names: string[]) => objects.flatMap((one) => names.map((name) => new Fields(one.get(name))));
  const [places, ofSpam] = [[...objects, ...inside(AMONG_OTHERS)], inside(OF_SPAM)];
  const words = places.map((place) => place.get("spamverdict", "isspam", "spamstatus", "spamflag", "spamdetected", "spam"));
  const scores = [...places.map((place) => place.get("spamscore", "spamassassinscore")), ...ofSpam.map((place) => place.get("score"))];

  // AgentMail names it in its event: `message.received.spam`.
  const result = event && /[._-]spam$/i.test(event) ? "spam" : words.map(toResult).find(Boolean);
  const score = scores.map(toScore).find((one) => one !== undefined);
  return result || score !== undefined ? { result: result ?? "unknown", score: score ?? null } : undefined;
}

// `PASS`, `NotSpam`, true, or Amazon's `{ status: "FAIL" }`.
function toResult(value: unknown): SpamReport["result"] | undefined {
  const said = isObject(value) ? new Fields(value).get("status", "result", "verdict", "isspam") : value;
  if (typeof said !== "string" && typeof said !== "boolean") return undefined;
  const word = String(said)
    .slice(0, 40)
    .toLowerCase()
    .replace(/[\s_-]/g, "");
  if (SPAM.has(word)) return "spam";
  return CLEAN.has(word) ? "clean" : undefined;
}

// A number, or one at the start of a text: `6.1`, `6.1/5.0`.
function toScore(value: unknown): number | undefined {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.slice(0, 40).trim() : "";
  const score = Number(/^-?\d{1,5}(?:\.\d{1,20})?(?![\w.])/.exec(text)?.[0] ?? Number.NaN);
  return Math.abs(score) <= MAX_SCORE ? score : undefined;
}
