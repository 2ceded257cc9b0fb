import { expect, test } from "@playwright/test";
import { findAutomated, type Ours } from "@/lib/mail/automated";
import type { Email } from "@/lib/mail/email";
import { readMail } from "@/lib/mail/read-mail";
import { anEmail } from "@/tests/support/mail";

const ours: Ours = {
  isAddress: (address) => address.toLowerCase() === "help@acme.test",
  isMessageId: (id) => id === "ours@acme.test",
};
const kind = (overrides: Partial<Email>) => findAutomated(anEmail(overrides), ours)?.kind;
const headers = (...fields: [string, string][]) => kind({ headers: fields });

test.describe("mail of people", () => {
  test("is theirs", () => {
    expect(findAutomated(anEmail(), ours)).toBeUndefined();
  });

  for (const field of [
    ["X-Auto-Response-Suppress", "All"],
    ["Precedence", "bulk"],
    ["Precedence", "list"],
    ["Precedence", "junk"],
    ["Auto-Submitted", "no"],
    ["Auto-Submitted", "No (really)"],
    ["List-Unsubscribe", "<mailto:out@shop.test>"],
    ["X-Autoreply", "no"],
    ["Return-Path", "<ana@customer.test>"],
  ] as [string, string][])
    test(`is theirs in spite of ${field.join(": ")}`, () => {
      expect(headers(field)).toBeUndefined();
    });

  test("is theirs when it came through a group address of ours", () => {
    expect(headers(["List-Id", "Help <help.acme.test>"], ["Precedence", "list"])).toBeUndefined();
    expect(headers(["List-Id", "<x.groups.test>"], ["List-Post", "<mailto:HELP@acme.test>"])).toBeUndefined();
  });

  test("may ask to confirm a message, and copy us, and speak of the postmaster", () => {
    expect(kind({ subject: "Please confirm your message" })).toBeUndefined();
    expect(kind({ from: { name: "", address: "postmaster@customer.test" } })).toBeUndefined();
  });
});

test.describe("an automatic answer", () => {
  for (const field of [
    ["Auto-Submitted", "auto-replied"],
    ["Auto-Submitted", "(vacation) AUTO-REPLIED; owner-email=x"],
    ["X-Autoreply", "yes"],
    ["X-Autorespond", "out of office"],
    ["Precedence", "auto_reply"],
  ] as [string, string][])
    test(`is told by ${field.join(": ")}`, () => {
      expect(headers(field)).toBe("auto-reply");
    });

  test("of Exchange is one that answers, though it calls itself generated", () => {
    expect(kind({ headers: [["Auto-Submitted", "auto-generated"]], inReplyTo: ["a@x"] })).toBe("auto-reply");
  });
});

test.describe("a machine's mail", () => {
  test("is a notice when it says so, or has no return path", () => {
    expect(headers(["Auto-Submitted", "auto-generated"])).toBe("notice");
    expect(headers(["Return-Path", "<>"])).toBe("notice");
    expect(kind({ envelope: { from: "", to: [] } })).toBe("notice");
  });

  test("is list mail with a List-Id or one-click unsubscription", () => {
    expect(headers(["List-Id", "Dev <dev.project.test>"])).toBe("list");
    expect(headers(["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"])).toBe("list");
  });

  test("is a challenge when a spam filter asks", () => {
    expect(headers(["X-Boxtrapper", "abc"])).toBe("challenge");
    expect(kind({ subject: "Please confirm your message", headers: [["Auto-Submitted", "auto-replied"]] })).toBe("challenge");
  });

  test("is a loop when it is ours come back", () => {
    expect(kind({ messageId: "ours@acme.test" })).toBe("loop");
    expect(kind({ from: { name: "", address: "Help@acme.test" } })).toBe("loop");
    expect(kind({ from: { name: "", address: "help@acme.test" }, to: [{ name: "", address: "ana@customer.test" }] })).toBeUndefined();
    expect(headers(["X-Mailroom-Loop", "1"])).toBe("loop");
  });

  test("is a report by its type, whatever the order of parameters", () => {
    expect(headers(["Content-Type", 'multipart/report; boundary="x"; report-type="delivery-status"'])).toBe("bounce");
    expect(headers(["Content-Type", "multipart/report; report-type=feedback-report; boundary=x"])).toBe("complaint");
    expect(headers(["Content-Type", "multipart/report; report-type=disposition-notification"])).toBe("receipt");
  });

  test("is a bounce when only its form says so", () => {
    expect(headers(["X-Failed-Recipients", "bob@customer.test"])).toBe("bounce");
    const daemon = { name: "Mail Delivery Subsystem", address: "MAILER-DAEMON@mx.test" };
    expect(kind({ from: daemon, subject: "Undelivered Mail Returned to Sender" })).toBe("bounce");
    expect(kind({ from: daemon, headers: [["Return-Path", "<>"]] })).toBe("bounce");
  });

  test("is told from its bytes", () => {
    const bytes = Buffer.from(
      "From: a@x.test\r\nReturn-Path: <>\r\nAuto-Submitted:\r\n auto-replied\r\nSubject: Away\r\n\r\nGone fishing\r\n",
    );
    expect(findAutomated(readMail(bytes))).toEqual({ kind: "auto-reply", reason: "An automatic answer (Auto-Submitted: auto-replied)" });
  });
});
