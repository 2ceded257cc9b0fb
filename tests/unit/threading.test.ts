import { expect, test } from "@playwright/test";
import { explain, orderAt, receivedAt, threadIds } from "@/lib/conversations/threading/thread-ids";

const mail = { messageId: "c@x", inReplyTo: ["b@x"], references: ["a@x", "b@x"] };
const none = new Set<string>();

test.describe("the ids that tie a mail to others", () => {
  test("are its own and those it points to, once each", () => {
    expect(threadIds(mail, "hash", none).all).toEqual(["c@x", "b@x", "a@x"]);
  });

  test("are made from the content when the sender gave none, so that no two mails share it by accident", () => {
    expect(threadIds({ ...mail, messageId: null }, "hash", none).own).toBe("synthetic:hash");
  });

  test("leave out an address of ours in angle brackets, which would join everything ever sent there", () => {
    const ids = threadIds({ messageId: "c@x", inReplyTo: ["Help@Acme.test"], references: [] }, "hash", new Set(["help@acme.test"]));
    expect(ids.all).toEqual(["c@x"]);
  });
});

test.describe("why a mail is where it is", () => {
  const ids = threadIds(mail, "hash", none);

  test("says In-Reply-To before References", () => {
    expect(
      explain(ids, [
        { mid: "a@x", own: true },
        { mid: "b@x", own: true },
      ]),
    ).toEqual({
      rule: "reference",
      by: "in-reply-to",
      messageId: "b@x",
    });
  });

  test("names the nearest of several references", () => {
    const far = threadIds({ messageId: "d@x", inReplyTo: [], references: ["a@x", "b@x"] }, "hash", none);
    expect(
      explain(far, [
        { mid: "a@x", own: true },
        { mid: "b@x", own: true },
      ]),
    ).toMatchObject({ by: "references", messageId: "b@x" });
  });

  test("says so when an earlier mail had pointed to this one", () => {
    expect(explain(ids, [{ mid: "c@x", own: false }])).toEqual({ rule: "referred-to", messageId: "c@x" });
  });

  test("ties two mails that point to a third which has not come", () => {
    expect(explain(ids, [{ mid: "a@x", own: false }])).toEqual({ rule: "reference", by: "references", messageId: "a@x" });
  });

  test("is nothing for ids nobody shares", () => {
    expect(explain(ids, [])).toBeUndefined();
  });
});

test.describe("a mail's place in time", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const hoursFrom = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

  test("is the date it claims when that can be believed", () => {
    expect(orderAt(hoursFrom(-30), now)).toEqual(hoursFrom(-30));
  });

  test("is told apart by arrival from another of the same second, which is all a Date header says", () => {
    const [first, second, late] = [120, 480, 5_000].map((ms) => orderAt(now, new Date(now.getTime() + ms)).getTime());
    expect([first, second, late]).toEqual([120, 480, 999].map((ms) => now.getTime() + ms));
  });

  for (const [claim, date] of [
    ["the future", hoursFrom(1)],
    ["the year 1969", new Date("1969-07-20")],
    ["nothing", null],
  ] as const)
    test(`is the time of receipt when it claims ${claim}`, () => {
      expect(orderAt(date, now)).toEqual(now);
    });

  test("is received when the provider says, unless that is ahead of our clock", () => {
    expect(receivedAt(hoursFrom(-2), now)).toEqual(hoursFrom(-2));
    expect(receivedAt(hoursFrom(2), now)).toEqual(now);
  });
});
