import { expect, test } from "@playwright/test";
import { decodeHere } from "@/lib/inbound/filing/decode-here";

const base = { from: "ana@customer.test", to: ["help@acme.test"], subject: "Hi", text: "." };

function spamOf(extra: Record<string, unknown>) {
  const body = Buffer.from(JSON.stringify({ ...base, ...extra }));
  return decodeHere({ contentType: "application/json", headers: {}, body }).spam;
}

const SHAPES: [string, Record<string, unknown>, object][] = [
  ["Amazon's verdict", { receipt: { spamVerdict: { status: "FAIL" } } }, { result: "spam", score: null }],
  ["Amazon's doubt beside a score", { spamVerdict: { status: "GRAY" }, spam_score: 2 }, { result: "unknown", score: 2 }],
  ["Postal's status", { spam_status: "NotSpam" }, { result: "clean", score: null }],
  ["Maileroo's flag", { is_spam: true }, { result: "spam", score: null }],
  ["SendGrid's score", { spam_score: "6.1", spam_report: "Spam detection software" }, { result: "unknown", score: 6.1 }],
  ["Brevo's score", { SpamScore: -0.4 }, { result: "unknown", score: -0.4 }],
  ["Mandrill's report", { spam_report: { score: 5.2, matched_rules: [] } }, { result: "unknown", score: 5.2 }],
  ["Mailjet's score", { SpamAssassinScore: "1.5/5.0" }, { result: "unknown", score: 1.5 }],
  ["an object", { spam: { is_spam: "yes", score: 9 } }, { result: "spam", score: 9 }],
  ["AgentMail's event", { event_type: "message.received.spam" }, { result: "spam", score: null }],
];
for (const [what, extra, expected] of SHAPES)
  test(`what a provider's spam filter says is read: ${what}`, () => expect(spamOf(extra)).toEqual(expected));

test("it is not taken from headers, which the sender writes", () => {
  expect(spamOf({ headers: { "X-Spam-Status": "No, score=-10", "X-Spam-Score": "-10", "Spam-Score": "-10" } })).toBeUndefined();
});

test("nothing, and nonsense, is no verdict", () => {
  expect(spamOf({})).toBeUndefined();
  for (const spam_score of ["", "high", "1e9", "9".repeat(10_000), null, {}, [], Number.MAX_VALUE, "0x10", "1.2.3"])
    expect(spamOf({ spam_score }), JSON.stringify(spam_score).slice(0, 40)).toBeUndefined();
  for (const is_spam of ["perhaps", 7, {}, [], { status: {} }, "constructor"]) expect(spamOf({ is_spam })).toBeUndefined();
});
