import { createHmac, randomBytes, randomUUID } from "node:crypto";

export interface Order {
  count: number;
  /** Of each body. */
  bytes: number;
  secret: string;
}

const TEMPLATES = 32;
const ATTACHED = 0.22;
const ID = "00000000-0000-0000-0000-000000000000";

/** Signed requests, each with an event id of its own. Bodies are mails: text, HTML, and about a fifth of base64 that does not compress. */
export function prepare({ count, bytes, secret }: Order) {
  const templates = Array.from({ length: TEMPLATES }, () => template(bytes));
  return Array.from({ length: count }, (_, at) => {
    const body = Buffer.from(templates[at % TEMPLATES] ?? "");
    const id = randomUUID();
    body.write(id, body.indexOf(ID));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
    const head = (path: string) =>
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\ncontent-type: application/json\r\n` +
          `content-length: ${body.length}\r\nx-webhook-id: ${id}\r\nx-webhook-timestamp: ${timestamp}\r\nx-webhook-signature: ${signature}\r\n\r\n`,
      );
    return { head, body };
  });
}

const WORDS =
  "the lamp that came on tuesday flickers whenever heating turns and we have tried another bulb socket room but it does not stop could you please send someone look or tell us what to do kind regards from all of office order number invoice paid delivery address street warranty replacement".split(
    " ",
  );

function template(bytes: number): string {
  const attached = randomBytes(Math.floor((bytes * ATTACHED * 3) / 4)).toString("base64");
  const event = {
    event_id: ID,
    event: "email.received",
    message_id: `<${randomUUID()}@bench.test>`,
    from: { name: "Ana Ruiz", address: "ana@bench.test" },
    to: ["support@mailroom.localhost"],
    subject: words(8),
    attachments: [{ filename: "photo.jpg", content_type: "image/jpeg", content: attached }],
  };
  const left = bytes - Buffer.byteLength(JSON.stringify({ ...event, text: "", html: "" }));
  const text = words(left).slice(0, Math.floor(left * 0.4));
  const html = paragraphs(left).slice(0, left - text.length);
  return JSON.stringify({ ...event, text, html });
}

function words(count: number): string {
  return Array.from(randomBytes(count), (byte) => WORDS[byte % WORDS.length]).join(" ");
}

function paragraphs(length: number): string {
  let html = "";
  while (html.length < length) html += `<p style='margin:0 0 12px'>${words(30)}</p>`;
  return html;
}
