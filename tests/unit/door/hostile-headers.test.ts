import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { keptHeaders } from "@/lib/inbound/kept-headers";
import { openKey } from "@/lib/inbound/signatures/keys";
import { presetNames, presets } from "@/lib/inbound/signatures/schemes";
import { openVerifier } from "@/lib/inbound/signatures/verifier";

const secret = (name: string) =>
  name === "svix" || name === "standard-webhooks" ? `whsec_${btoa("a secret of 24 bytes now")}` : "a shared secret";
const now = new Date("2026-03-01T10:00:00Z");

/** What a hostile sender would try, more often than chance would. */
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), maxLength: 130 }),
  fc.base64String({ maxLength: 90 }).map((text) => `v1,${text}`),
  fc.array(fc.base64String({ maxLength: 60 })).map((texts) => texts.map((text) => `v1,${text} v1a,${text}`).join(" ")),
  fc.constantFrom(
    "",
    ",",
    "=",
    "v1",
    "v1,",
    "v1a,",
    "t=",
    "t=1,v1=",
    "Bearer",
    "Basic ",
    "Basic %%%",
    "1772359200",
    "-1",
    "NaN",
    "\u0000",
    "é",
    "x".repeat(20_000),
  ),
);

for (const name of presetNames.filter((preset) => preset !== "none"))
  test(`no headers make ${name} throw, or pass without the secret`, () => {
    const scheme = presets[name];
    const names =
      "signature" in scheme
        ? [
            ...scheme.signature.headers,
            "x-webhook-timestamp",
            "x-webhook-id",
            "webhook-id",
            "webhook-timestamp",
            "svix-id",
            "svix-timestamp",
            "x-timestamp",
            "x-signature-timestamp",
          ]
        : [...scheme.headers];
    const key = openKey(scheme, secret(name));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.uint8Array({ maxLength: 50 }), (headers, body) => {
        const verifier = openVerifier(scheme, [key], (header) => headers[header] ?? null, now);
        if (!("ok" in verifier)) verifier.update(body);
        const verdict = "ok" in verifier ? verifier : verifier.finish();
        expect(verdict.ok).toBe(false);
        const told = JSON.stringify(verdict);
        expect(told.length).toBeLessThan(1_000);
        expect(told).not.toContain(secret(name));
      }),
      { seed: 2026, numRuns: 500 },
    );
  });

test("header values are kept short, printable and valid for the database", () => {
  fc.assert(
    fc.property(value, (text) => {
      const kept = keptHeaders(() => text)["user-agent"] ?? "";
      expect(kept.length).toBeLessThanOrEqual(1_000);
      expect(kept).not.toMatch(/[\0\r\n]/);
      expect(kept.isWellFormed()).toBe(true);
    }),
    { seed: 2026 },
  );
});
