import { expect, test } from "@playwright/test";
import { contentHash } from "@/lib/mail/canonical";
import { readMail } from "@/lib/mail/read-mail";
import { anEmail } from "@/tests/support/mail";

const hash = (email = anEmail(), files: string[] = []) => contentHash(email, files);

test.describe("the same mail has one hash", () => {
  test("by two routes, with other servers' headers and another envelope", () => {
    const read = (route: string) =>
      readMail(Buffer.from(`${route}From: a@x.test\r\nTo: b@x.test\r\nSubject: s\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n`));
    const direct = read("Delivered-To: b@x.test\r\nReceived: from a by b; Mon, 2 Mar 2026 09:15:04 +0100\r\n");
    const viaList = read(
      "Return-Path: <l@lists.test>\r\nDelivered-To: c@x.test\r\nReceived: from l by b; Mon, 2 Mar 2026 10:15:04 +0100\r\n",
    );
    expect(hash(direct)).toBe(hash(viaList));
  });

  test("whatever line ends and trailing white space it has", () => {
    expect(hash(anEmail({ text: "a \r\nb\r\n\r\n" }))).toBe(hash(anEmail({ text: "a\nb" })));
  });

  test("in whatever order recipients and files are listed", () => {
    const [a, b] = [
      { name: "", address: "a@x.test" },
      { name: "B", address: "B@x.test" },
    ];
    expect(hash(anEmail({ to: [a, b] }), ["f", "g"])).toBe(hash(anEmail({ to: [{ ...b, name: "" }, a] }), ["g", "f"]));
  });
});

test.describe("another mail has another hash", () => {
  for (const [what, other] of [
    ["text", anEmail({ text: "Other" })],
    ["html", anEmail({ html: "<p>x</p>" })],
    ["subject", anEmail({ subject: "Other" })],
    ["Message-ID", anEmail({ messageId: "second@customer.test" })],
    ["sender", anEmail({ from: { name: "", address: "other@customer.test" } })],
    ["date", anEmail({ date: new Date("2026-03-01T10:00:01Z") })],
    ["recipients", anEmail({ cc: [{ name: "", address: "c@x.test" }] })],
  ] as const) {
    test(`when its ${what} differs`, () => {
      expect(hash(other)).not.toBe(hash());
    });
  }

  test("when a file differs", () => {
    expect(hash(anEmail(), ["f"])).not.toBe(hash(anEmail(), ["g"]));
    expect(hash(anEmail(), ["f", "f"])).not.toBe(hash(anEmail(), ["f"]));
  });
});
