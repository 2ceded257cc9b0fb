import type { Scheme, SignatureScheme } from "@/lib/inbound/signatures/schemes";

/** Stands for the secret in the command: what a person pastes must not end up in a shell's history. */
export const SECRET_VARIABLE = "MAILROOM_WEBHOOK_SECRET";

/** With ids of its own, so that the command can be run again: the same bytes a second time would be a repeat. */
const BODY = `body='{
  "id": "'"$id"'",
  "message_id": "<'"$id"'@example.com>",
  "from": "Ana Ferreira <ana@example.com>",
  "to": ["support@mailroom.localhost"],
  "subject": "Hello from curl",
  "text": "It works."
}'`;

/** A command for a POSIX shell with curl and openssl that signs a small mail under a scheme and posts it. */
export function curlFor(scheme: Scheme, url: string): string {
  const post = (headers: string[]) =>
    [`curl -i ${url}`, "-H 'content-type: application/json'", ...headers.map((header) => `-H ${header}`), `--data-binary "$body"`].join(
      " \\\n  ",
    );

  const lines = ["id=curl-$(date +%s)-$$", BODY];
  if (scheme.check === "none") return [...lines, post([])].join("\n");
  if (scheme.check === "token") return [...lines, post([tokenHeader(scheme.headers[0] ?? "authorization")])].join("\n");
  return [...lines, ...signing(scheme), post(signedHeaders(scheme))].join("\n");
}

function tokenHeader(name: string): string {
  return name === "authorization" ? `"authorization: Bearer $${SECRET_VARIABLE}"` : `"${name}: $${SECRET_VARIABLE}"`;
}

/** Sets `ts`, `key` and `sig` as far as the scheme has them. */
function signing({ content, timestamp, key, signature }: SignatureScheme): string[] {
  const signed = content.replace("{id}", "$id").replace("{ts}", "$ts").replace("{body}", "$body");
  const raw = key === "utf8" ? `-hmac "$${SECRET_VARIABLE}"` : `-mac HMAC -macopt "hexkey:$key"`;
  const digest = `printf '%s' "${signed}" | openssl dgst -sha256 ${raw}`;
  return [
    ...(timestamp ? [`ts=$(${CLOCK[timestamp.unit]})`] : []),
    ...(key === "utf8" ? [] : [`key=$(${KEY[key]})`]),
    `sig=$(${digest} ${ENCODE[signature.encoding]})`,
  ];
}

const CLOCK = { s: "date +%s", ms: "printf '%s000' \"$(date +%s)\"", iso8601: "date -u +%Y-%m-%dT%H:%M:%SZ" };

const HEX = "od -An -v -tx1 | tr -d ' \\n'";
const KEY = {
  hex: `printf '%s' "$${SECRET_VARIABLE}"`,
  base64: `printf '%s' "$${SECRET_VARIABLE}" | openssl base64 -d -A | ${HEX}`,
  whsec: `printf '%s' "\${${SECRET_VARIABLE}#whsec_}" | openssl base64 -d -A | ${HEX}`,
};

const ENCODE = {
  hex: "-r | cut -d' ' -f1",
  base64: "-binary | openssl base64 -A",
  base64url: "-binary | openssl base64 -A | tr '+/' '-_' | tr -d '='",
};

function signedHeaders({ signature, timestamp, id }: SignatureScheme): string[] {
  const stamp = timestamp?.field ? `${timestamp.field}=$ts,` : "";
  const spelled = { plain: `${signature.prefix ?? ""}$sig`, fields: `${stamp}${signature.field}=$sig`, versions: "v1,$sig" }[
    signature.form
  ];
  return [
    ...(id?.headers[0] ? [`"${id.headers[0]}: $id"`] : []),
    ...(timestamp?.headers?.[0] ? [`"${timestamp.headers[0]}: $ts"`] : []),
    `"${signature.headers[0]}: ${spelled}"`,
  ];
}
