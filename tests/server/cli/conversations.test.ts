import { mailroom, mailroomJson } from "@/tests/support/command";
import { anInbox, deliver, json } from "@/tests/support/deliver";
import { addMailbox } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";

const mail = (subject: string, to: string, date: string) =>
  json({ from: "ana@customer.test", to, envelope: { to: [to] }, subject, text: subject, date });

test("conversations of every mailbox are listed newest first, or of one", async () => {
  const inbox = await anInbox();
  await addMailbox(inbox.workspaceId, "Sales", "sales@acme.test");
  await deliver(inbox, mail("Lamp", "help@acme.test", "2026-03-01T10:00:00Z"));
  await deliver(inbox, mail("Offer", "sales@acme.test", "2026-03-01T11:00:00Z"));

  const all = await mailroomJson<{ subject: string; mailbox: string }[]>("conversations", "list");
  expect(all).toMatchObject([
    { subject: "Offer", mailbox: "Sales", messageCount: 1 },
    { subject: "Lamp", mailbox: "Support", messageCount: 1 },
  ]);
  expect(await mailroomJson("conversations", "list", "--mailbox", "support", "--limit", "1")).toMatchObject([{ subject: "Lamp" }]);
  expect((await mailroom("conversations", "list")).stdout.split("\n")).toHaveLength(4);
});
