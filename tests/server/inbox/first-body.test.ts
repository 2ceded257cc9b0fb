import { db } from "@/db/client";
import { conversations, reads, users } from "@/db/schema";
import { findFirstBody } from "@/lib/conversations/first-body";
import { openConversation } from "@/lib/conversations/open-conversation";
import { insertOwner } from "@/lib/workspaces/set-up";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

const LONG_MS = 30_000;

/** A conversation of these bodies, and what somebody opens who has seen the first `seen` of them. */
async function aConversation(bodies: { text?: string; html?: string }[]) {
  const inbox = await anInbox();
  await db.transaction((tx) => insertOwner(tx, inbox.workspaceId, { email: "ana@acme.test", name: "Ana" }));
  const [ana] = await db.select().from(users);
  for (const [at, body] of bodies.entries())
    await deliver(inbox, {
      body: mail({ subject: "Lamps", id: `lamp-${at}@x.test`, ...(at > 0 && { inReplyTo: "lamp-0@x.test" }), ...body }),
      contentType: "message/rfc822",
    });
  const [conversation] = await db.select().from(conversations);
  if (!ana || !conversation) throw new Error("nothing was filed");
  const userId = ana.id;
  const open = async (seen: number) => {
    await db.delete(reads);
    if (seen > 0) await db.insert(reads).values({ userId, conversationId: conversation.id, seen });
    const opened = await openConversation(inbox.workspaceId, userId, conversation.id);
    if (!opened) throw new Error("no conversation");
    return opened;
  };
  return { viewer: inbox, open };
}

test("a conversation brings the body that is read first: of what is unread the first, else the last", async () => {
  const { viewer, open } = await aConversation([{ text: "First" }, { text: "Second" }, { text: "Third" }]);
  for (const [seen, text] of [
    [0, "First"],
    [1, "Second"],
    [3, "Third"],
  ] as const) {
    const first = await findFirstBody(viewer.workspaceId, await open(seen), LONG_MS);
    expect(first?.body.text.tokens.map((token) => token.text).join("")).toBe(text);
  }
});

test("a body that is large, late or lost does not hold a conversation up", async () => {
  const { viewer, open } = await aConversation([{ text: "Hello" }, { html: `<p>${"lamp ".repeat(80_000)}</p>` }]);
  expect(await findFirstBody(viewer.workspaceId, await open(1), LONG_MS)).toBeUndefined();
  const opened = await open(0);
  expect(await findFirstBody(viewer.workspaceId, opened, LONG_MS)).toBeDefined();
  expect(await findFirstBody(viewer.workspaceId, opened, 0)).toBeUndefined();
  expect(await findFirstBody(viewer.workspaceId, { ...opened, messages: [] }, LONG_MS)).toBeUndefined();
});
