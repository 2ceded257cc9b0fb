import { expect, test } from "@playwright/test";
import { decode } from "@/lib/inbound/filing/decode";
import { authHeaders, judgeSender } from "@/lib/mail/authentication-results";
import { readMail } from "@/lib/mail/read-mail";

// Servers copy into the fields they write what senders said. A sender who knows how mail is decoded must not be able to write there.

const lines = (...all: string[]) => Buffer.from([...all, "", "Hi"].join("\r\n"), "latin1");
const judge = (headers: [string, string][]) => judgeSender(authHeaders(headers), "customer.test", ["mx.acme.test"]).from;
const hidden = (text: string) =>
  `=?utf-8?Q?${Buffer.from(text)
    .toString("hex")
    .replace(/../g, (hex) => `=${hex.toUpperCase()}`)}?=`;
const inUtf7 = (text: string) => `+${Buffer.from(text, "utf16le").swap16().toString("base64").replace(/=+$/, "")}-`;

const PASS = "spf=pass smtp.mailfrom=customer.test";

test.describe("what a sender hides in a verdict is not believed", () => {
  for (const [how, value] of [
    ["a field of its own, which no server took for its own", hidden(`mx.acme.test; ${PASS}`)],
    ["an encoded word that would end a comment", `mx.acme.test; dmarc=none (${hidden(`); ${PASS} (`)})`],
    ["an encoded word that would end a quote", `mx.acme.test; dmarc=none reason="${hidden(`"; ${PASS}; x="`)}"`],
    ["UTF-7", `mx.acme.test; dmarc=none (${inUtf7(`); ${PASS} (`)})`],
    ["UTF-7, all of it", inUtf7(`mx.acme.test; ${PASS}`)],
  ] as const)
    test(how, async () => {
      for (const charset of ["utf-8", "utf-7", "hz-gb-2312", "iso-2022-jp", "utf-16"]) {
        const type = `Content-Type: text/plain; charset=${charset}`;
        const mail = readMail(lines(`Authentication-Results: ${value}`, "From: ana@customer.test", type));
        expect(judge(mail.headers)).toBe("unknown");
      }
      const event = { from: "ana@customer.test", subject: "x", text: "x", headers: { "Authentication-Results": value } };
      const { email } = await decode({ contentType: "application/json", headers: {}, body: Buffer.from(JSON.stringify(event)) });
      expect(judge(email.headers)).toBe("unknown");
    });

  test("while what the server itself says is", () => {
    const mail = readMail(lines(`Authentication-Results: mx.acme.test;\r\n ${PASS} (${hidden("Ana")} \xfc)`));
    expect(judge(mail.headers)).toBe("pass");
    expect(mail.headers[0]?.[1]).toBe(`mx.acme.test; ${PASS} (${hidden("Ana")} ü)`);
  });
});

test("no recipient comes out of an encoded word, nor out of UTF-7", () => {
  const type = "Content-Type: text/plain; charset=utf-7";
  for (const field of ["Delivered-To", "X-Original-To", "Envelope-To", "Return-Path"]) {
    const { envelope } = readMail(lines(`${field}: ${hidden("help@acme.test")}`, type));
    expect([envelope.from, ...envelope.to].filter((address) => address?.includes("acme"))).toEqual([]);
  }
  const { from, to } = readMail(lines(`From: ${inUtf7("<bob@trusted.test>")} <x+AEA-trusted.test@evil.test>`, "To: a+ACw-b@x.test", type));
  expect([from?.address, ...to.map(({ address }) => address)]).toEqual(["x+AEA-trusted.test@evil.test", "a+ACw-b@x.test"]);
});
