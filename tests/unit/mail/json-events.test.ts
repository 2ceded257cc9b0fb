import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { decode } from "@/lib/inbound/filing/decode";
import { NotAMail, UnreadableMail } from "@/lib/mail/email";

const read = async (event: unknown, headers: Record<string, string> = {}) =>
  (await decode({ contentType: "application/json; charset=utf-8", headers, body: Buffer.from(JSON.stringify(event)) })).email;
const mail = { from: "Ana <ana@customer.test>", to: "help@acme.test", subject: "Lamp", text: "Broken." };

test.describe("a JSON mail event", () => {
  const expected = {
    from: { name: "Ana", address: "ana@customer.test" },
    to: [{ name: "", address: "help@acme.test" }],
    subject: "Lamp",
    text: "Broken.",
  };

  for (const [shape, event] of [
    ["flat", mail],
    ["wrapped in data", { type: "email.received", data: mail }],
    ["wrapped twice", { event: "inbound", payload: { email: mail } }],
    ["with objects", { ...mail, from: { name: "Ana", email: "ana@customer.test" }, to: [{ address: "help@acme.test" }] }],
    [
      "with mailparser's objects",
      {
        ...mail,
        from: { value: [{ name: "Ana", address: "ana@customer.test" }], text: "Ana" },
        to: { value: [{ name: "", address: "help@acme.test" }] },
      },
    ],
    ["in Pascal case", { From: mail.from, To: mail.to, Subject: mail.subject, TextBody: mail.text }],
    [
      "as Postmark",
      {
        FromFull: { Email: "ana@customer.test", Name: "Ana" },
        ToFull: [{ Email: "help@acme.test", Name: "" }],
        Subject: "Lamp",
        TextBody: "Broken.",
        MessageID: "7a9f2c1e-1111-2222-3333-444455556666",
      },
    ],
    ["in kebab case", { "from-address": mail.from, recipients: [mail.to], subject: "Lamp", "body-plain": "Broken." }],
    ["with bodies in an object", { ...mail, text: undefined, body: { text: "Broken." } }],
    ["with a body string", { ...mail, text: undefined, body: "Broken." }],
    ["with headers only for people", { subject: "Lamp", text: "Broken.", headers: { From: mail.from, To: mail.to } }],
    ["in a list of one", [{ ...mail }]],
  ] as const) {
    test(`is read: ${shape}`, async () => {
      expect(await read(event)).toMatchObject(expected);
    });
  }

  test("is read under a type that says nothing, by its bytes", async () => {
    for (const contentType of ["", "text/plain", "application/octet-stream"]) {
      const { email } = await decode({ contentType, headers: {}, body: Buffer.from(`\ufeff ${JSON.stringify(mail)}`) });
      expect(email).toMatchObject(expected);
    }
  });

  test("gives ids from fields or headers, however they are written", async () => {
    const ids = { messageId: "2@x", inReplyTo: ["1@x"], references: ["0@x", "1@x"] };
    const headers = { "Message-Id": "<2@x>", "In-Reply-To": "<1@x>", References: "<0@x> <1@x>" };
    for (const event of [
      { ...mail, message_id: "<2@x>", in_reply_to: "<1@x>", references: ["<0@x>", "<1@x>"] },
      { ...mail, messageId: "2@x", "in-reply-to": "1@x", references: "0@x 1@x" },
      { ...mail, headers },
      { ...mail, headers: Object.entries(headers) },
      { ...mail, headers: Object.entries(headers).map(([name, value]) => ({ name, value })) },
      { ...mail, headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })) },
      { ...mail, headers: Object.entries(headers).map((pair) => pair.join(": ")) },
      {
        ...mail,
        headers: Object.entries(headers)
          .map((pair) => pair.join(": "))
          .join("\r\n"),
      },
      { ...mail, messageId: "7a9f2c1e-1111-2222-3333-444455556666", headers },
    ]) {
      expect(await read(event)).toMatchObject(ids);
    }
  });

  test("does not take a provider's own id for a Message-ID", async () => {
    expect((await read({ ...mail, messageId: "7a9f2c1e-1111-2222-3333-444455556666" })).messageId).toBeNull();
  });

  test("routes by the envelope wherever it stands", async () => {
    for (const envelope of [
      { from: "b@x.test", to: ["in@acme.test"] },
      { mail_from: "<b@x.test>", rcpt_to: "in@acme.test" },
      JSON.stringify({ from: "b@x.test", to: ["in@acme.test"] }),
    ]) {
      expect((await read({ ...mail, envelope })).envelope).toEqual({ from: "b@x.test", to: ["in@acme.test"] });
      expect((await read({ envelope, data: mail })).envelope).toEqual({ from: "b@x.test", to: ["in@acme.test"] });
    }
    expect((await read({ ...mail, envelope: { from: "<>", to: [] } })).envelope).toEqual({ from: "", to: [] });
  });

  test("knows when the provider took it in and what it claims itself", async () => {
    const email = await read({ ...mail, date: "Mon, 2 Mar 2026 09:15:00 +0100", received_at: 1772442900 });
    expect([email.date?.toISOString(), email.receivedAt?.toISOString()]).toEqual(["2026-03-02T08:15:00.000Z", "2026-03-02T09:15:00.000Z"]);
  });
});

test.describe("attachments of a JSON event", () => {
  const files = async (attachments: unknown, html?: string) => (await read({ ...mail, html, attachments })).attachments;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

  for (const [shape, file] of [
    ["base64", { content: "aGVsbG8=" }],
    ["base64 with line breaks", { data: "aGVs\r\nbG8=\n" }],
    ["URL-safe base64", { content: "aGVsbG8" }],
    ["a data: URI", { content: "data:text/plain;charset=utf-8;base64,aGVsbG8=" }],
    ["text", { content: "hello", encoding: "utf-8" }],
    ["text that is no base64", { content: "hello", content_type: "text/plain" }],
    ["Node's Buffer", { content: { type: "Buffer", data: [104, 101, 108, 108, 111] } }],
    ["a list of bytes", { content: [104, 101, 108, 108, 111] }],
  ] as const) {
    test(`are read: ${shape}`, async () => {
      const [attachment] = await files([{ filename: "a.txt", ...file }]);
      expect(attachment?.content.kind === "bytes" && text(attachment.content.bytes)).toBe("hello");
    });
  }

  test("may be behind a URL, of the web only", async () => {
    const [linked, local] = await files([
      { name: "a.pdf", url: "https://files.test/a.pdf" },
      { name: "b", url: "file:///etc/passwd" },
    ]);
    expect(linked?.content).toEqual({ kind: "url", url: "https://files.test/a.pdf" });
    expect(local?.content.kind).toBe("bytes");
  });

  test("without content stay in the list, with a note", async () => {
    const email = await read({ ...mail, attachments: [{ name: "lost.pdf" }] });
    expect(email.attachments).toHaveLength(1);
    expect(email.notes).toEqual(["lost.pdf came without its content."]);
  });

  test("are inline when the body shows them", async () => {
    const list = await files(
      [
        { content_id: "<a@x>", content: "AA==" },
        { content_id: "<b@x>", content: "AA==" },
      ],
      '<img src="cid:a@x">',
    );
    expect(list.map(({ contentId, inline }) => [contentId, inline])).toEqual([
      ["a@x", true],
      ["b@x", false],
    ]);
  });
});

test.describe("raw MIME in a JSON event", () => {
  const raw = readFileSync("tests/fixtures/welcome.eml");

  for (const [shape, field] of [
    ["base64", { raw: raw.toString("base64") }],
    ["base64 with line breaks", { RawEmail: raw.toString("base64").replace(/.{76}/g, "$&\n") }],
    ["in an object", { raw_mime: { content: raw.toString("base64"), encoding: "base64" } }],
    ["as text", { email: raw.toString("utf8") }],
    ["wrapped", { type: "email.received", data: { raw: raw.toString("base64") } }],
  ] as const) {
    test(`wins over fields made from it: ${shape}`, async () => {
      const email = await read({
        from: "other@x.test",
        subject: "Other",
        bcc: ["blind@acme.test"],
        envelope: { to: ["in@acme.test"] },
        ...field,
      });
      expect(email).toMatchObject({
        subject: "The lamp does not light",
        messageId: "welcome.1@customer.test",
        bcc: [{ address: "blind@acme.test" }],
        envelope: { from: "ana@customer.test", to: ["in@acme.test"] },
      });
    });
  }

  test("is the mail's own bytes when it came as base64, and only then", async () => {
    expect(Buffer.from((await read({ raw: raw.toString("base64") })).raw ?? [])).toEqual(raw);
    expect((await read({ raw: raw.toString("utf8") })).raw).toBeNull();
  });
});

test.describe("an event that is no mail", () => {
  for (const event of [
    { type: "email.delivered", data: { from: "a@x.test", to: "b@x.test", subject: "s" } },
    { event: "bounced", email: "a@x.test" },
    { RecordType: "SpamComplaint", From: "a@x.test", Subject: "s" },
    { eventName: "EMAIL_OPENED", emailId: "1" },
    { type: "ping" },
    { hello: "world" },
    "text",
    7,
    null,
  ]) {
    test(`is told apart: ${JSON.stringify(event)}`, async () => {
      await expect(read(event)).rejects.toThrow(NotAMail);
    });
  }

  test("is told apart by the request's header too", async () => {
    await expect(read(mail, { "x-event-type": "email.clicked" })).rejects.toThrow(NotAMail);
  });

  test("a new name for an inbound mail is let through", async () => {
    for (const type of ["email.received", "inbound.received", "NEW_EMAIL", "EMAIL_RECEIVED", "message.created", "mail", "inbound"]) {
      expect((await read({ type, data: mail })).subject).toBe("Lamp");
    }
  });
});

test.describe("the version of the event", () => {
  test("is known when it is missing or any 1.x", async () => {
    for (const version of [undefined, null, "", 1, "1", "1.4", "v1", "1.0.0"])
      expect((await read({ ...mail, schema_version: version })).subject).toBe("Lamp");
  });

  test("is named when it is not known, so that a person can act on it", async () => {
    for (const [version, told] of [
      [9, "9"],
      ["2026-01-01", "2026-01-01"],
      ["2", "2"],
      [{}, "of an unknown kind"],
    ]) {
      await expect(read({ schemaVersion: version, data: { anything: 1 } })).rejects.toThrow(
        new UnreadableMail(`schema_version ${told} is not known to this version: it reads 1. Update, then retry.`),
      );
    }
  });
});

test.describe("a body that cannot be read", () => {
  for (const [what, contentType, body] of [
    ["broken JSON", "application/json", '{"from":'],
    ["nothing", "application/json", ""],
    ["nothing under no type", "", ""],
    ["a form", "multipart/form-data; boundary=x", "--x--"],
    ["words", "text/plain", "hello"],
    ["several events", "application/json", "[{},{}]"],
  ] as const) {
    test(`is refused with a sentence: ${what}`, async () => {
      await expect(decode({ contentType, headers: {}, body: Buffer.from(body) })).rejects.toThrow(UnreadableMail);
    });
  }
});

test.describe("hostile JSON", () => {
  test("makes nobody a sender or recipient whom an encoded word or a comment names", async () => {
    const word = `=?utf-8?Q?${Buffer.from("bob@trusted.test, <bob@trusted.test>")
      .toString("hex")
      .replace(/../g, (hex) => `=${hex.toUpperCase()}`)}?=`;
    const { from, to } = await read({ subject: "x", text: "x", headers: { From: `${word} <x@evil.test>`, To: `(${word}) y@evil.test` } });
    expect(from).toEqual({ name: "bob@trusted.test, <bob@trusted.test>", address: "x@evil.test" });
    expect(to.map(({ address }) => address)).toEqual(["y@evil.test"]);
  });

  test("cannot reach prototypes by its names", async () => {
    const { email } = await decode({
      contentType: "application/json",
      headers: {},
      body: Buffer.from(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"from":"a@x.test","text":"x","headers":{"__proto__":"v","toString":"w"},"attachments":{"__proto__":{"filename":"__proto__","content":"AA=="}}}',
      ),
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(email.headers).toEqual([
      ["__proto__", "v"],
      ["toString", "w"],
    ]);
    expect(email.attachments[0]?.filename).toBe("__proto__");
  });

  test("holds nothing that Postgres refuses", async () => {
    const email = await read({
      ...mail,
      subject: "a\u0000b\ud800",
      text: "\udc00\u0000",
      html: "\u0000",
      message_id: "<a\u0000\ud800@x>",
      headers: { X: "\u0000\ud800" },
      attachments: [{ filename: "\u0000\udfff.txt", content: "AA==" }],
    });
    const { raw: _, attachments, ...rest } = email;
    const all = JSON.stringify([rest, attachments.map(({ filename }) => filename)]);
    expect(all).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect(all.isWellFormed()).toBe(true);
  });

  test("is bounded in depth, breadth and length", async () => {
    for (const body of [
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`,
      JSON.stringify({ ...mail, to: Array.from({ length: 50_000 }, (_, at) => ({ email: `u${at}@x.test` })) }),
      JSON.stringify({ ...mail, to: `${'"('.repeat(500_000)}` }),
      JSON.stringify({ ...mail, attachments: Array.from({ length: 5_000 }, (_, at) => ({ name: `${at}`, content: "AA==" })) }),
      JSON.stringify({ ...mail, timestamp: "1e999", date: `${" ".repeat(100_000)}x`, type: "aA".repeat(100_000) }),
    ]) {
      const outcome = await decode({ contentType: "application/json", headers: {}, body: Buffer.from(body) }).catch(
        (error: Error) => error,
      );
      if (outcome instanceof Error) expect(outcome.name).toMatch(/NotAMail|UnreadableMail/);
      else expect([outcome.email.to.length, outcome.email.attachments.length].every((length) => length <= 1_000)).toBe(true);
    }
  });
});
