const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;
/** SNS posts its JSON as text/plain, mail servers pipe raw mail as anything: their bytes tell which it is. */
const UNSPOKEN = new Set(["", "text/plain", "application/octet-stream", "binary/octet-stream"]);

/** A UTF-8 byte order mark. */
const BOM = new Set([0xef, 0xbb, 0xbf]);

export type Payload = "application/json" | "message/rfc822" | "unspoken";

/** What a Content-Type header promises; undefined when we cannot read it. */
export function payloadOf(header: string | null): Payload | undefined {
  if (header === "application/json") return header;
  const type = (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (JSON_TYPE.test(type)) return "application/json";
  if (type === "message/rfc822" || type === "message/global") return "message/rfc822";
  return UNSPOKEN.has(type) ? "unspoken" : undefined;
}

/** Settles an unspoken type by the first byte that is not space: JSON begins with `{` or `[`, a mail never does. */
export function settled(payload: Payload, bytes: Uint8Array): Exclude<Payload, "unspoken"> {
  if (payload !== "unspoken") return payload;
  const first = bytes.find((byte) => byte > 0x20 && !BOM.has(byte));
  return first === 0x7b || first === 0x5b ? "application/json" : "message/rfc822";
}
