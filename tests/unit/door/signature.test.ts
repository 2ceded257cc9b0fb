import { createHmac, generateKeyPairSync, sign as signEd25519 } from "node:crypto";
import { expect, test } from "@playwright/test";
import { openKey } from "@/lib/inbound/signatures/keys";
import { type PresetName, presetNames, presets, type Scheme, schemeOf, schemeSchema } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";
import { openVerifier } from "@/lib/inbound/signatures/verifier";

const now = new Date("2026-03-01T10:00:00Z");
const seconds = String(now.getTime() / 1000);
const body = Buffer.from('{"subject":"Broken lamp"}');
const secrets: Record<string, string> = {
  "standard-webhooks": `whsec_${btoa("a secret of 24 bytes now")}`,
  svix: `whsec_${btoa("a secret of 24 bytes now")}`,
};
const secretFor = (name: string) => secrets[name] ?? "a shared secret";

interface Attempt {
  headers: Record<string, string>;
  secret?: string;
  bytes?: Uint8Array;
  at?: Date;
}

function check(scheme: Scheme, { headers, secret = "a shared secret", bytes = body, at = now }: Attempt) {
  const lowered = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const verifier = openVerifier(scheme, [openKey(scheme, secret)], (name) => lowered.get(name) ?? null, at);
  if ("ok" in verifier) return verifier;
  for (let from = 0; from < bytes.length; from += 7) verifier.update(bytes.subarray(from, from + 7));
  return verifier.finish();
}

const spelling = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value.slice(0, 12)}…`)
    .join(", ");

const hex = (content: string, key = "a shared secret") => createHmac("sha256", key).update(content).digest("hex");

test.describe("a preset", () => {
  for (const name of presetNames.filter((preset) => preset !== "none"))
    test(`${name} takes what is signed for it and nothing changed afterwards`, () => {
      const secret = secretFor(name);
      const headers = signedHeaders(presets[name], secret, { body, id: "evt_1", at: now });
      expect(check(presets[name], { headers, secret }).ok).toBe(true);
      expect(check(presets[name], { headers, secret: secret.replace("a", "b").replace("YSB", "YSC") }).ok).toBe(false);
      if (presets[name].check !== "signature") return;
      expect(check(presets[name], { headers, secret, bytes: Buffer.concat([body, Buffer.from("\n")]) })).toMatchObject({
        ok: false,
        failed: "signature",
      });
    });

  const spelled: [PresetName, Record<string, string>][] = [
    ["webhook", { "X-Webhook-Signature": hex(`${seconds}.${body}`), "X-Webhook-Timestamp": seconds, "X-Webhook-Id": "evt_1" }],
    ["signature", { "X-Signature": hex(`${seconds}.${body}`), "X-Signature-Timestamp": seconds }],
    ["timestamp", { "X-Signature": hex(`${seconds}.${body}`), "X-Timestamp": seconds, "X-Event-Id": "evt_1" }],
    ["jetemail", { "X-Webhook-Signature": hex(`evt_1.${seconds}.${body}`), "X-Webhook-Timestamp": seconds, "X-Webhook-ID": "evt_1" }],
    ["body-hmac", { "X-Webhook-Signature": hex(`${body}`) }],
    ["body-hmac", { "X-Webhook-Signature": `sha256=${hex(`${body}`)}` }],
    ["token", { Authorization: "Bearer a-shared-secret" }],
    ["token", { Authorization: `Basic ${btoa("mail:a-shared-secret")}` }],
    ["token", { "X-Webhook-Token": "a-shared-secret" }],
  ];
  for (const [name, headers] of spelled)
    test(`${name} reads ${spelling(headers)} as its senders write it`, () => {
      const secret = name === "token" ? "a-shared-secret" : "a shared secret";
      expect(check(presets[name], { headers, secret })).toMatchObject({ ok: true });
    });

  test("takes hexadecimal digits in either case", () => {
    const headers = { "x-signature": hex(`${seconds}.${body}`).toUpperCase(), "x-timestamp": seconds };
    expect(check(presets.timestamp, { headers }).ok).toBe(true);
  });

  test("trusts an event id only when the signature covers it", () => {
    const webhook = signedHeaders(presets.webhook, "a shared secret", { body, id: "evt_1", at: now });
    const jetemail = signedHeaders(presets.jetemail, "a shared secret", { body, id: "evt_1", at: now });
    expect(check(presets.webhook, { headers: webhook })).toEqual({ ok: true });
    expect(check(presets.jetemail, { headers: jetemail })).toEqual({ ok: true, eventId: "evt_1" });
  });

  test("is never taken for another: the configured scheme alone counts", () => {
    const both = {
      ...signedHeaders(presets.webhook, "a shared secret", { body, id: "evt_1", at: now }),
      ...signedHeaders(presets.timestamp, "another secret", { body, id: "evt_1", at: now }),
      authorization: "Bearer a shared secret",
    };
    expect(check(presets.webhook, { headers: both }).ok).toBe(true);
    expect(check(presets.timestamp, { headers: both }).ok).toBe(false);
  });
});

test.describe("Standard Webhooks", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const bytes = Buffer.from('{"test": 2432232314}');
  const at = new Date(1614265330 * 1000);
  const vector = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const verify = (headers: Record<string, string>, when = at) => check(presets["standard-webhooks"], { headers, secret, bytes, at: when });

  test("verifies the vector of the specification", () => {
    expect(verify(vector)).toEqual({ ok: true, eventId: "msg_p5jXN8AQM9LWM0D4loKWxJek" });
  });

  test("takes the right signature among decoys", () => {
    const decoys = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,aGVsbG8= v1a,aGVsbG8= v1,";
    expect(verify({ ...vector, "webhook-signature": `${decoys} ${vector["webhook-signature"]}` }).ok).toBe(true);
    expect(verify({ ...vector, "webhook-signature": decoys }).ok).toBe(false);
  });

  for (const signature of [
    "",
    "v1,",
    "v1",
    "v1,g0hM9SsE",
    "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  ])
    test(`refuses the signature "${signature}"`, () => {
      expect(verify({ ...vector, "webhook-signature": signature })).toMatchObject({ ok: false, failed: "signature" });
    });

  test("counts five minutes in both directions", () => {
    const shifted = (offsetSeconds: number) => verify(vector, new Date(at.getTime() + offsetSeconds * 1000));
    expect([shifted(300).ok, shifted(-300).ok]).toEqual([true, true]);
    expect([shifted(301), shifted(-301)]).toMatchObject([
      { ok: false, failed: "timestamp" },
      { ok: false, failed: "timestamp" },
    ]);
  });

  test("refuses an id that could hide a part of the content", () => {
    for (const id of ["msg.1614265330", "", "a b", "é", "x".repeat(257)])
      expect(verify({ ...vector, "webhook-id": id })).toMatchObject({ ok: false, failed: "id" });
  });

  test("verifies an Ed25519 signature beside HMAC, and knows no key but its own", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const content = Buffer.concat([Buffer.from("msg_1.1614265330."), bytes]);
    const signature = `v1,${btoa("x".repeat(32))} v1a,${signEd25519(null, content, privateKey).toString("base64")}`;
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": "1614265330", "webhook-signature": signature };
    const asymmetric = (attempt: Partial<Attempt>) =>
      check(presets["standard-webhooks"], { headers, secret: `whpk_${raw.toString("base64")}`, bytes, at, ...attempt });

    expect(asymmetric({})).toEqual({ ok: true, eventId: "msg_1" });
    expect(asymmetric({ bytes: Buffer.from("{}") }).ok).toBe(false);
    expect(asymmetric({ headers: { ...headers, "webhook-id": "msg_2" } }).ok).toBe(false);
  });

  test("is also spoken with svix headers, one family at a time", () => {
    const renamed = Object.fromEntries(Object.entries(vector).map(([name, value]) => [name.replace("webhook", "svix"), value]));
    const svix = (headers: Record<string, string>) => check(presets.svix, { headers, secret, bytes, at }).ok;
    expect([svix(renamed), svix(vector)]).toEqual([true, true]);
    expect(svix({ ...renamed, "svix-id": "msg_other", "webhook-id": vector["webhook-id"] })).toBe(false);
  });
});

test.describe("a timestamp", () => {
  const tries = [
    "",
    " ",
    "NaN",
    "1e9",
    "01772359200",
    "1772359200.5",
    "1772359200abc",
    "+1772359200",
    "-1772359200",
    "0",
    "0x69a40560",
    "1772359200000",
    "9999999999",
    "99999999999999999999",
    "2026-03-01T10:00:00Z",
    "１７７２３５９２００",
    "1772359200\u0000",
  ];
  for (const text of tries)
    test(`spelled ${JSON.stringify(text)} is refused even when it is signed`, () => {
      const headers = { "x-signature": hex(`${text}.${body}`), "x-timestamp": text };
      expect(check(presets.timestamp, { headers })).toMatchObject({ ok: false, failed: "timestamp" });
    });

  test("may count milliseconds or be written out, where the scheme says so", () => {
    const scheme = (unit: "ms" | "iso8601"): Scheme =>
      schemeSchema.parse({ ...presets.timestamp, timestamp: { headers: ["X-Timestamp"], unit, toleranceSeconds: 60 } });
    const signed = (text: string) => ({ headers: { "x-signature": hex(`${text}.${body}`), "x-timestamp": text } });
    expect(check(scheme("ms"), signed(String(now.getTime() - 59_999))).ok).toBe(true);
    expect(check(scheme("ms"), signed(String(now.getTime() - 60_001))).ok).toBe(false);
    expect(check(scheme("iso8601"), signed("2026-03-01T10:00:59.5Z")).ok).toBe(true);
    expect(check(scheme("iso8601"), signed("2026-03-01T15:45:00+05:45")).ok).toBe(true);
    expect(check(scheme("iso8601"), signed("2026-03-01")).ok).toBe(false);
  });

  test("of any age will do where the scheme has no tolerance", () => {
    const scheme = schemeSchema.parse({ ...presets.timestamp, timestamp: { headers: ["x-timestamp"], unit: "s", toleranceSeconds: null } });
    expect(check(scheme, { headers: { "x-signature": hex(`1000000000.${body}`), "x-timestamp": "1000000000" } }).ok).toBe(true);
  });
});

test.describe("a custom scheme", () => {
  const stripe = {
    check: "signature",
    content: "{ts}.{body}",
    signature: { headers: ["X-Sig"], form: "fields", field: "v1", encoding: "hex" },
    timestamp: { field: "t", unit: "s", toleranceSeconds: 300 },
    key: "utf8",
  };

  test("reads time and signature out of one header", () => {
    const scheme = schemeOf("custom", stripe);
    const right = hex(`${seconds}.${body}`);
    const verify = (header: string) => check(scheme, { headers: { "x-sig": header } }).ok;
    expect(verify(`t=${seconds},v1=${right}`)).toBe(true);
    expect(verify(`t=${seconds}, v1=${"0".repeat(64)}, v1=${right}`)).toBe(true);
    expect(verify(`t=1,v1=${right},t=${seconds}`)).toBe(false);
    expect(verify(`v1=${right}`)).toBe(false);
    const made = signedHeaders(scheme, "a shared secret", { body, id: "evt_1", at: now });
    expect(check(scheme, { headers: made }).ok).toBe(true);
  });

  for (const [flaw, options] of Object.entries({
    "no body in its content": { ...stripe, content: "{ts}." },
    "the body twice": { ...stripe, content: "{body}.{ts}.{body}" },
    "a time it does not place": { ...stripe, timestamp: undefined },
    "an id it does not place": { ...stripe, content: "{id}.{ts}.{body}" },
    "a tolerance for a time it does not sign": { ...stripe, content: "{body}" },
    "fields without a name": { ...stripe, signature: { headers: ["x"], form: "fields", encoding: "hex" } },
    "an unknown option": { ...stripe, digest: "md5" },
    "a header that is none": { ...stripe, signature: { ...stripe.signature, headers: ["x y"] } },
    "nothing at all": {},
  }))
    test(`with ${flaw} is refused when it is made`, () => {
      expect(() => schemeOf("custom", options)).toThrow();
    });

  test("has a name we know", () => {
    expect(() => schemeOf("toString", null)).toThrow("there is no");
    expect(() => schemeOf("__proto__", null)).toThrow("there is no");
  });
});

test.describe("a refusal", () => {
  test("says what was expected and seen, and never enough to forge", () => {
    const headers = signedHeaders(presets.webhook, "the secret of someone else", { body, id: "evt_1", at: now });
    const verdict = check(presets.webhook, { headers });
    const right = hex(`${seconds}.${body}`);
    expect(verdict).toMatchObject({ ok: false, failed: "signature", expected: expect.stringContaining(right.slice(0, 8)) });
    expect(JSON.stringify(verdict)).not.toContain(right.slice(0, 16));
    expect(JSON.stringify(verdict)).not.toContain("a shared secret");
  });

  test("comes without a live secret, whatever is sent", () => {
    expect(openVerifier(presets.webhook, [], () => "", now)).toMatchObject({ ok: false, failed: "secret" });
    expect(openVerifier(presets.token, [], () => "", now)).toMatchObject({ ok: false, failed: "secret" });
  });

  test("meets secrets too short or misspelled when they are set", () => {
    expect(() => openKey(presets.webhook, "")).toThrow("secret:");
    expect(() => openKey(presets.token, "short")).toThrow("secret:");
    expect(() => openKey(presets.svix, "whsec_***")).toThrow("secret:");
    expect(() => openKey(presets.svix, "whpk_AAAA")).toThrow("secret:");
    expect(() => openKey(presets.none, "anything")).toThrow("secret:");
  });
});
