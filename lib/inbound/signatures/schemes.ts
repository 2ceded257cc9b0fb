import { z } from "zod";

// How a sender proves that a request is its own, as data: header names identify no scheme (the same X-Webhook-Signature is five
// incompatible ones in the wild), so each source names its scheme and nothing is ever sniffed from a request.

/** A header name, in lower case. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "is not a header name")
  .transform((name) => name.toLowerCase());
/** Several names are alternatives: the first that a request carries counts, the same place in every list. */
const headerNames = z.array(headerName).min(1).max(4);
const fieldName = z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, "is not a field name");

const signatureScheme = z
  .strictObject({
    check: z.literal("signature"),
    /** What is signed, e.g. `{ts}.{body}`: `{id}` and `{ts}` stand for the headers as sent, `{body}` for the raw bytes. */
    content: z.string().max(200),
    signature: z.strictObject({
      headers: headerNames,
      /**
       * - `plain` the whole header is the signature, after `prefix` where the sender writes one
       * - `fields` the header is `k=v,k=v`; every `field` in it is a signature
       * - `versions` Standard Webhooks: `v1,<HMAC> v1a,<Ed25519>`, any number of either
       */
      form: z.enum(["plain", "fields", "versions"]),
      prefix: z.string().max(20).optional(),
      field: fieldName.optional(),
      encoding: z.enum(["hex", "base64", "base64url"]),
    }),
    /** In a header of its own, or in a `field` of the signature's. `toleranceSeconds` null: any age will do. */
    timestamp: z
      .strictObject({
        headers: headerNames.optional(),
        field: fieldName.optional(),
        unit: z.enum(["s", "ms", "iso8601"]),
        toleranceSeconds: z.number().int().positive().nullable(),
      })
      .optional(),
    /** The sender's id of the event. Trusted, and used to recognise repeats, only when `content` signs it. */
    id: z.strictObject({ headers: headerNames }).optional(),
    /** How the secret's text becomes the key's bytes. `whsec`: base64 after `whsec_`, or an Ed25519 key after `whpk_`. */
    key: z.enum(["utf8", "base64", "hex", "whsec"]),
  })
  .superRefine((scheme, context) => {
    const wrong = (message: string) => context.addIssue({ code: "custom", message });
    if (scheme.content.split("{body}").length !== 2) wrong("content: must name {body} exactly once");
    if (scheme.content.includes("{ts}") && !scheme.timestamp) wrong("timestamp: content signs {ts}, so say where it stands");
    if (scheme.content.includes("{id}") && !scheme.id) wrong("id: content signs {id}, so say where it stands");
    if (scheme.timestamp && !scheme.timestamp.headers === !scheme.timestamp.field) wrong("timestamp: needs either headers or a field");
    if (scheme.timestamp?.toleranceSeconds && !scheme.content.includes("{ts}")) wrong("timestamp: has a tolerance but is not signed");
    if ((scheme.signature.form === "fields") !== (scheme.signature.field !== undefined)) wrong("signature: form `fields` needs a field");
  });

/** A secret that travels with every request. Proves who sent it, and nothing about the bytes. */
const tokenScheme = z.strictObject({
  check: z.literal("token"),
  /** Headers that may carry it. `authorization` takes it as Bearer, or as the password (or `user:password`) of Basic. */
  headers: z.array(headerName).min(1).max(8),
});

const noScheme = z.strictObject({ check: z.literal("none") });

export const schemeSchema = z.union([signatureScheme, tokenScheme, noScheme]);

export type Scheme = z.infer<typeof schemeSchema>;
export type SignatureScheme = z.infer<typeof signatureScheme>;
export type TokenScheme = z.infer<typeof tokenScheme>;

const TOLERANCE_SECONDS = 300;

const timestamped = (signature: string, timestamp: string, id: string): SignatureScheme => ({
  check: "signature",
  content: "{ts}.{body}",
  signature: { headers: [signature], form: "plain", encoding: "hex" },
  timestamp: { headers: [timestamp], unit: "s", toleranceSeconds: TOLERANCE_SECONDS },
  id: { headers: [id] },
  key: "utf8",
});

const versioned = (...families: string[]): SignatureScheme => ({
  check: "signature",
  content: "{id}.{ts}.{body}",
  signature: { headers: families.map((family) => `${family}-signature`), form: "versions", encoding: "base64" },
  timestamp: { headers: families.map((family) => `${family}-timestamp`), unit: "s", toleranceSeconds: TOLERANCE_SECONDS },
  id: { headers: families.map((family) => `${family}-id`) },
  key: "whsec",
});

/** The named schemes. Names are kept in `sources.scheme`: never rename one. docs/webhooks.md describes them for senders. */
export const presets = {
  webhook: timestamped("x-webhook-signature", "x-webhook-timestamp", "x-webhook-id"),
  signature: timestamped("x-signature", "x-signature-timestamp", "x-event-id"),
  timestamp: timestamped("x-signature", "x-timestamp", "x-event-id"),
  "standard-webhooks": versioned("webhook"),
  svix: versioned("svix", "webhook"),
  jetemail: { ...timestamped("x-webhook-signature", "x-webhook-timestamp", "x-webhook-id"), content: "{id}.{ts}.{body}" },
  "body-hmac": {
    check: "signature",
    content: "{body}",
    signature: { headers: ["x-webhook-signature"], form: "plain", prefix: "sha256=", encoding: "hex" },
    id: { headers: ["x-webhook-id"] },
    key: "utf8",
  },
  token: { check: "token", headers: ["authorization", "x-webhook-token", "x-webhook-verification-token"] },
  none: { check: "none" },
} as const satisfies Record<string, Scheme>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as PresetName[];

/** What a source's `scheme` and `schemeOptions` mean. Throws a ZodError on options that make no scheme. */
export function schemeOf(name: string, options: unknown): Scheme {
  if (isPreset(name)) return presets[name];
  if (name === "custom") return schemeSchema.parse(options);
  throw new UnknownScheme(`scheme: there is no "${name}"; take one of ${presetNames.join(", ")} or custom`);
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

export class UnknownScheme extends Error {
  override name = "UnknownScheme";
}
