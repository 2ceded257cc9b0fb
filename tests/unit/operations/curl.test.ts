import { expect, test } from "@playwright/test";
import { presets } from "@/lib/inbound/signatures/schemes";
import { curlFor } from "@/lib/operations/curl";

const URL = "http://127.0.0.1:3000/webhooks/email/support";

test("the command signs the time and the body, and sends both", () => {
  expect(curlFor(presets.webhook, URL)).toBe(
    `id=curl-$(date +%s)-$$
body='{
  "id": "'"$id"'",
  "message_id": "<'"$id"'@example.com>",
  "from": "Ana Ferreira <ana@example.com>",
  "to": ["support@mailroom.localhost"],
  "subject": "Hello from curl",
  "text": "It works."
}'
ts=$(date +%s)
sig=$(printf '%s' "$ts.$body" | openssl dgst -sha256 -hmac "$MAILROOM_WEBHOOK_SECRET" -r | cut -d' ' -f1)
curl -i ${URL} \\
  -H 'content-type: application/json' \\
  -H "x-webhook-id: $id" \\
  -H "x-webhook-timestamp: $ts" \\
  -H "x-webhook-signature: $sig" \\
  --data-binary "$body"`,
  );
});

test("a Standard Webhooks key is what its base64 says, and the signature is base64 too", () => {
  const command = curlFor(presets["standard-webhooks"], URL);
  expect(command).toContain(
    `key=$(printf '%s' "\${MAILROOM_WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
  );
  expect(command).toContain(
    'printf \'%s\' "$id.$ts.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A',
  );
  expect(command).toContain('-H "webhook-signature: v1,$sig"');
});

test("a token travels as it is, and no scheme needs nothing", () => {
  expect(curlFor(presets.token, URL)).toContain('-H "authorization: Bearer $MAILROOM_WEBHOOK_SECRET"');
  expect(curlFor(presets.none, URL)).not.toContain("openssl");
});

test("a signature among fields brings its time along", () => {
  const command = curlFor(
    {
      check: "signature",
      content: "{ts}.{body}",
      signature: { headers: ["stripe-signature"], form: "fields", field: "v1", encoding: "hex" },
      timestamp: { field: "t", unit: "s", toleranceSeconds: 300 },
      key: "utf8",
    },
    URL,
  );
  expect(command).toContain('-H "stripe-signature: t=$ts,v1=$sig"');
});
