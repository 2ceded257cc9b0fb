interface Mail {
  from?: string;
  subject: string;
  id?: string;
  inReplyTo?: string;
  text?: string;
  html?: string;
  files?: { name: string; type: string; content: string | Uint8Array; cid?: string }[];
}

let made = 0;

/** A mail as a provider hands it on: MIME, with what these tests look at. */
export function mail({ from = "Mara Lindqvist <mara@fernhill.test>", subject, id, inReplyTo, text, html, files = [] }: Mail): string {
  const boundary = "=_part";
  const head = [
    `From: ${from}`,
    "To: Help <help@acme.test>",
    `Subject: ${subject}`,
    `Message-ID: <${id ?? `test-${process.pid}-${++made}@fernhill.test`}>`,
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`, `References: <${inReplyTo}>`] : []),
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/related; boundary="${boundary}"`,
  ];
  const body = html === undefined ? part("text/plain", text ?? "") : part("text/html", html);
  const parts = [body, ...files.map(({ name, type, content, cid }) => file(name, type, content, cid))];
  return [...head, "", ...parts.map((each) => `--${boundary}\r\n${each}`), `--${boundary}--`, ""].join("\r\n");
}

function part(type: string, content: string) {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(content)}`;
}

function file(name: string, type: string, content: string | Uint8Array, cid?: string) {
  const place = cid ? `Content-ID: <${cid}>\r\nContent-Disposition: inline` : `Content-Disposition: attachment`;
  return `Content-Type: ${type}\r\n${place}; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(content)}`;
}

function lines(content: string | Uint8Array) {
  return Buffer.from(content)
    .toString("base64")
    .replace(/.{76}(?=.)/g, "$&\r\n");
}
