import { expect, test } from "@playwright/test";
import { findAutomated } from "@/lib/mail/automated";
import { readMail } from "@/lib/mail/read-mail";
import { readReport } from "@/lib/mail/reports";

const crlf = (text: string) => Buffer.from(text.replace(/\r?\n/g, "\r\n"));

const bounce = crlf(`From: Mail Delivery System <MAILER-DAEMON@mx.acme.test>
To: help@acme.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.test
Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000

Final-Recipient: rfc822; Bob@customer.test
Action: failed
Status: 5.1.1 (no such user)
Diagnostic-Code: smtp; 550 5.1.1
 <bob@customer.test>: Recipient address rejected

Final-Recipient: rfc822;eve@customer.test
Original-Recipient: rfc822;eve@customer.test
Action: delayed
Status: 4.4.1

--b
Content-Type: text/rfc822-headers

Message-ID: <reply-1@acme.test>
Subject: Re: Broken lamp

--b--
`);

const complaint = crlf(`From: <abuse@isp.test>
Subject: FW: Earn money
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <help@acme.test>
Original-Rcpt-To: <Ana@customer.test>

--b
Content-Type: message/rfc822
Content-Disposition: inline

From: <help@acme.test>
Message-ID: <reply-2@acme.test>
Subject: Hello

Hello
--b--
`);

test("a delivery report says what became of the mail for each recipient", () => {
  expect(readReport(readMail(bounce))).toEqual({
    reporter: "mx.acme.test",
    originalMessageId: "reply-1@acme.test",
    events: [
      {
        outcome: "bounced",
        recipient: "bob@customer.test",
        status: "5.1.1",
        detail: "550 5.1.1 <bob@customer.test>: Recipient address rejected",
      },
      { outcome: "deferred", recipient: "eve@customer.test", status: "4.4.1", detail: null },
    ],
  });
  expect(findAutomated(readMail(bounce))?.kind).toBe("bounce");
});

test("a delivery report that leaves out what it ought to say is read as far as it goes", () => {
  const outcomes = (from: string, to: string) =>
    readReport(readMail(Buffer.from(bounce.toString().replace(from, to))))?.events.map(({ recipient, outcome }) => [recipient, outcome]);
  const both = [
    ["bob@customer.test", "bounced"],
    ["eve@customer.test", "deferred"],
  ];
  expect(outcomes("Action: failed\r\n", "")).toEqual(both);
  expect(outcomes("Action: failed", "Action: (sorry) Failed (for good)")).toEqual([["bob@customer.test", "bounced"], both[1]]);
  expect(outcomes(/Reporting-MTA.*?\r\n\r\n/s.exec(bounce.toString())?.[0] ?? "", "")).toEqual(both);
  expect(outcomes("Action: delayed\r\nStatus: 4.4.1\r\n", "")).toEqual([both[0]]);
});

test("a delivery report in UTF-8 is one, whatever the type of the whole (RFC 6533)", () => {
  const global = bounce
    .toString()
    .replace("multipart/report; report-type=delivery-status;", "multipart/mixed;")
    .replace("message/delivery-status", "message/global-delivery-status")
    .replace("text/rfc822-headers", "message/global-headers")
    .replaceAll("MAILER-DAEMON", "bounces");
  expect(findAutomated(readMail(Buffer.from(global)))?.kind).toBe("bounce");
  expect(readReport(readMail(Buffer.from(global)))?.originalMessageId).toBe("reply-1@acme.test");
});

test("a feedback report names the mail and who complained", () => {
  expect(readReport(readMail(complaint))).toEqual({
    reporter: "SomeGenerator/1.0",
    originalMessageId: "reply-2@acme.test",
    events: [{ outcome: "complained", recipient: "ana@customer.test", status: null, detail: "abuse" }],
  });
  expect(findAutomated(readMail(complaint))?.kind).toBe("complaint");
});

test("a bounce in nobody's format is read as far as its header goes", () => {
  const mail = readMail(crlf("From: mailer-daemon@x.test\nX-Failed-Recipients: a@y.test, b@y.test\n\nSorry\n"));
  expect(readReport(mail)?.events.map(({ recipient }) => recipient)).toEqual(["a@y.test", "b@y.test"]);
});

test("a report with 100,000 recipients is read to its limit", () => {
  const many = "Action: failed\nFinal-Recipient: rfc822;x@y.test\n\n".repeat(100_000);
  const mail = readMail(
    crlf(
      `Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\n${many}\n--b--\n`,
    ),
  );
  expect(readReport(mail)?.events).toHaveLength(1_000);
});

test("a mail of a person holds no report", () => {
  expect(readReport(readMail(crlf("From: ana@customer.test\nSubject: Hi\n\nHello\n")))).toBeUndefined();
});
