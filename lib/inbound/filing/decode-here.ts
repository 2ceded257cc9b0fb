import { decodeText } from "@/lib/mail/charset";
import { type Email, UnreadableMail } from "@/lib/mail/email";
import { readMail, type Transport } from "@/lib/mail/read-mail";
import { mapGeneric } from "../providers/generic";

export interface Payload {
  /** As the request declared it. */
  contentType: string;
  /** The few request headers kept with the delivery, lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
}

const HEADER_LINE = /^[!-9;-~]{1,200}[ \t]{0,9}:/;

/**
 * `decode`, on this thread. The declared type decides whether the bytes are raw MIME or JSON; where it says nothing, the bytes
 * do. Bounded in everything it keeps and linear in what it reads, but a large mail takes its time.
 */
export function decodeHere({ contentType, headers, body }: Payload): Email {
  const type = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const kind = /^message\/(?:rfc822|global)$/.test(type) ? "mime" : /[/+]json$/.test(type) ? "json" : guess(type, body);
  return kind === "mime" ? readMail(body, transport(headers)) : mapGeneric(parseJson(body), headers);
}

function guess(type: string, body: Uint8Array): "mime" | "json" {
  if (/^(?:multipart\/form-data|application\/x-www-form-urlencoded)$/.test(type))
    throw new UnreadableMail(`Mail as ${type} is not read yet: let the provider post JSON or raw MIME.`);
  const head = Buffer.from(body.subarray(0, 1_000))
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  if (/^[{[]/.test(head)) return "json";
  if (HEADER_LINE.test(head) || /^>?From /.test(head)) return "mime";
  throw new UnreadableMail(`The body is neither a mail nor JSON, and its type says ${type === "" ? "nothing" : type.slice(0, 100)}.`);
}

function parseJson(body: Uint8Array): unknown {
  const text = decodeText(body, "utf-8").replace(/^\ufeff/, "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UnreadableMail(`The body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it cannot be read"}`);
  }
  if (!Array.isArray(parsed)) return parsed;
  if (parsed.length !== 1) throw new UnreadableMail(`The payload holds ${parsed.length} events; one is expected in each delivery.`);
  return parsed[0];
}

// What a relay in front of us knows and the mail's own header may not say.
function transport(headers: Record<string, string>): Transport {
  const from = headers["x-envelope-from"];
  const to = headers["x-envelope-to"];
  return {
    envelopeFrom: from?.replace(/^\s*<|>\s*$/g, "").trim(),
    envelopeTo: to
      ?.split(",")
      .map((address) => address.replace(/^\s*<|>\s*$/g, "").trim())
      .filter(Boolean),
  };
}
