import { expect, test } from "@playwright/test";
import { decodeHere } from "@/lib/inbound/filing/decode-here";
import { authHeaders, judgeSender, PROVIDER_ID } from "@/lib/mail/authentication-results";

const base = { from: "ana@customer.test", to: ["help@acme.test"], subject: "Hi", text: ".", envelope: { from: "bounce@customer.test" } };

function judge(extra: Record<string, unknown>, trusted: string[]) {
  const event = { ...base, ...extra };
  const email = decodeHere({ contentType: "application/json", headers: {}, body: Buffer.from(JSON.stringify(event)) });
  return judgeSender(authHeaders(email.headers), "customer.test", trusted, email.reported);
}

const SHAPES: [string, Record<string, unknown>, object][] = [
  ["words", { spf: "pass", dkim: "fail" }, { spf: "pass", dkim: "fail", aligned: { spf: true, dkim: false }, from: "pass" }],
  ["results", { spf_result: "softfail", dkim_result: "none" }, { spf: "softfail", dkim: "none", from: "unknown" }],
  ["SendGrid's braces", { dkim: "{@customer.test : pass}", SPF: "fail" }, { spf: "fail", dkim: "pass", from: "pass" }],
  [
    "Amazon's verdicts",
    { receipt: { spfVerdict: { status: "GRAY" }, dkimVerdict: { status: "PASS" }, dmarcVerdict: { status: "FAIL" } } },
    { spf: "neutral", dmarc: "fail", from: "fail" },
  ],
  [
    "CloudMailin's envelope",
    { envelope: { from: "x@other.test", spf: { result: "pass", domain: "customer.test" } } },
    { spf: "pass", from: "pass" },
  ],
  [
    "mailauth's results",
    { dkim: { results: [{ status: { result: "pass" }, signingDomain: "customer.test" }] } },
    { dkim: "pass", aligned: { dkim: true } },
  ],
];

for (const [what, extra, expected] of SHAPES)
  test(`a provider's own verdict is read: ${what}`, () =>
    expect(judge(extra, [PROVIDER_ID])).toMatchObject({ ...expected, authservId: "provider" }));

test("it counts for nothing unless the source says so", () => {
  const verdict = judge({ spf: "pass", dkim: "{@customer.test : pass}", dmarc: "pass" }, ["mx.acme.test"]);
  expect(verdict).toMatchObject({ from: "unknown", authservId: null });
});

test("a pass for another domain, or for none, says nothing of the sender", () => {
  expect(judge({ dkim: "{@evil.test : pass}" }, [PROVIDER_ID])).toMatchObject({ dkim: "pass", from: "unknown" });
  expect(judge({ dkim: "pass", envelope: {} }, [PROVIDER_ID])).toMatchObject({ from: "unknown" });
});

test("a sender cannot write the provider's verdict into a header", () => {
  const headers = [{ name: "Authentication-Results", value: "provider; dmarc=pass header.from=customer.test" }];
  expect(judge({ headers }, [PROVIDER_ID])).toMatchObject({ from: "unknown", authservId: null });
  expect(judge({ headers, dmarc: "fail" }, [PROVIDER_ID])).toMatchObject({ dmarc: "fail", from: "fail" });
});

test("words nobody knows, and verdicts made to be slow or to break out, are none", () => {
  for (const spf of ["maybe", 7, true, [], {}, { result: {} }, "constructor", "x : ".repeat(100_000), "pass; dmarc=pass", ["pass"]])
    expect(judge({ spf }, [PROVIDER_ID]).spf, JSON.stringify(spf).slice(0, 40)).toBe("unknown");
  expect(judge({ dkim: "{@a..b;dmarc=pass : pass}" }, [PROVIDER_ID])).toMatchObject({ dmarc: "unknown", from: "unknown" });
});
