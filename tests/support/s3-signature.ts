import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const MAX_SKEW_MS = 15 * 60_000;

export interface S3Account {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Checks a request as S3 does, written from the specification and not from a client: AWS Signature Version 4, header form. Returns the error code
 * of a request that is not to be answered.
 */
export function checkSignature(req: IncomingMessage, body: Buffer, account: S3Account): string | undefined {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, accessKeyId, scope = "", signedHeaders = "", signature] = pattern.exec(req.headers.authorization ?? "") ?? [];
  if (accessKeyId !== account.accessKeyId) return "InvalidAccessKeyId";

  const names = signedHeaders.split(";");
  const date = String(req.headers["x-amz-date"]);
  const [day] = date.split("T");
  if (scope !== `${day}/${account.region}/s3/aws4_request`) return "AuthorizationHeaderMalformed";
  if (!names.includes("host") || Object.keys(req.headers).some((name) => name.startsWith("x-amz-") && !names.includes(name)))
    return "AccessDenied";
  if (Math.abs(Date.now() - Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"))) > MAX_SKEW_MS)
    return "RequestTimeTooSkewed";
  if (req.headers["x-amz-content-sha256"] !== sha256(body)) return "XAmzContentSHA256Mismatch";

  const url = new URL(req.url ?? "/", "http://stub");
  const canonical = [
    req.method,
    url.pathname.split("/").map(decodeURIComponent).map(encode).join("/"),
    [...url.searchParams]
      .map((pair) => pair.map(encode).join("="))
      .toSorted()
      .join("&"),
    ...names.map((name) => `${name}:${String(req.headers[name]).trim()}`),
    "",
    signedHeaders,
    sha256(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${account.secretAccessKey}`);
  return hmac(key, toSign).toString("hex") === signature ? undefined : "SignatureDoesNotMatch";
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** RFC 3986, as the specification asks: more is escaped than by `encodeURIComponent`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
