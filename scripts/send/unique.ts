/** Makes one mail many. Pure. */

const EVENT_IDS = new Set(["id", "eventid"]);
const MESSAGE_ID = "messageid";

/** A raw mail (RFC 5322) under a Message-ID of its own; one is added when it has none. The rest stays byte for byte. */
export function uniqueMail(mail: Buffer, mark: string): Buffer {
  // As latin1, every byte is one character and comes back as it was.
  const text = mail.toString("latin1");
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const blank = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, blank);
  const renamed = head.replace(
    /^(message-id:[ \t]*(?:\r?\n[ \t]+)?)<?([^>\r\n]*)>?/im,
    (_, name: string, id: string) => `${name}<${marked(id, mark)}>`,
  );
  const whole = renamed === head ? `Message-ID: <${marked("", mark)}>${newline}${head}` : renamed;
  return Buffer.from(whole + text.slice(blank), "latin1");
}

/** A JSON mail event under an event id and a Message-ID of its own, wherever providers put them. */
export function uniqueEvent(event: unknown, mark: string): unknown {
  if (!isObject(event)) return event;
  const own = Object.entries(event).map(([name, value]) => {
    const isEventId = EVENT_IDS.has(plainName(name)) && (typeof value === "string" || typeof value === "number");
    return [name, isEventId ? `${value}-${mark}` : withMessageId(value, name, mark)];
  });
  return Object.fromEntries(own);
}

function withMessageId(value: unknown, name: string, mark: string): unknown {
  if (typeof value === "string" && plainName(name) === MESSAGE_ID) return `<${marked(value.replace(/^<|>$/g, ""), mark)}>`;
  if (Array.isArray(value)) return value.map((entry) => withMessageId(entry, "", mark));
  if (!isObject(value)) return value;
  // `{"name": "Message-ID", "value": "<…>"}`
  const header = typeof value.name === "string" ? value.name : "";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withMessageId(inner, key === "value" ? header : key, mark)]));
}

function marked(id: string, mark: string): string {
  const [local = "", domain = "mailroom.localhost"] = id.trim().split("@");
  return `${local ? `${local}.` : ""}${mark}@${domain}`;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
