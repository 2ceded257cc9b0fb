import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { messages } from "@/db/schema";
import { mailroom, mailroomJson } from "@/tests/support/command";
import { anInbox, deliver, json } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

interface Shown {
  id: string;
  messages: { id: string; reason: string }[];
  related: { id: string; because: string }[];
  activities: { kind: string }[];
}

const mail = (id: string, references: string[] = []) => {
  const to = "help@acme.test";
  const headers = { "message-id": `<${id}@x>`, references: references.map((ref) => `<${ref}@x>`).join(" ") };
  return json({ from: "ana@customer.test", to, envelope: { to: [to] }, subject: "Lamp", text: id, message_id: `<${id}@x>`, headers });
};

test("a conversation is shown with its reasons, split, and put together again", async () => {
  const inbox = await anInbox();
  await deliver(inbox, mail("a"));
  await deliver(inbox, mail("b", ["a"]));
  const [listed] = await mailroomJson<{ id: string }[]>("conversations", "list");
  const id = listed?.id ?? "";
  const whole = await mailroomJson<Shown>("conversations", "show", id);
  expect(whole.messages.map(({ reason }) => reason)).toEqual([
    expect.stringContaining("started the conversation"),
    expect.stringContaining("References header"),
  ]);

  const split = await mailroomJson<{ conversationId: string }>("conversations", "split", id, "--message", whole.messages[1]?.id ?? "");
  expect(await mailroomJson<Shown>("conversations", "show", split.conversationId)).toMatchObject({
    messages: [{ id: whole.messages[1]?.id }],
    related: [{ id, because: "corrected" }],
    activities: [{ kind: "split" }],
  });

  await mailroomJson("conversations", "undo", id);
  expect((await mailroomJson<Shown>("conversations", "show", split.conversationId)).id).toBe(id);
  expect((await mailroom("conversations", "show", id)).stdout).toContain("undone");
});

test("the servers whose word counts are set by command, and a later mail is judged by them", async () => {
  const inbox = await anInbox();
  expect(await mailroomJson("source", "trust", "--authserv-id", "MX.acme.test")).toMatchObject({ authservIds: ["mx.acme.test"] });
  const raw = "Authentication-Results: mx.acme.test; dmarc=pass header.from=x.test\r\nFrom: ana@x.test\r\nMessage-ID: <v@x>\r\n\r\nHi\r\n";
  await deliver(inbox, { body: Buffer.from(raw), contentType: "message/rfc822" });
  const [message] = await db.select({ verdict: messages.verdict }).from(messages).where(eq(messages.mid, "v@x"));
  expect(message?.verdict).toMatchObject({ from: "pass", authservId: "mx.acme.test" });
});

test("what cannot be corrected is refused with a line", async () => {
  await anInbox();
  const nobody = "0190a000-0000-7000-8000-000000000001";
  const refused = await mailroom("conversations", "undo", nobody);
  expect([refused.exitCode, refused.stderr.trim()]).toEqual([1, "mailroom: There is no such conversation."]);
  expect((await mailroom("conversations", "split", "x", "--message", nobody)).exitCode).toBe(2);
});
