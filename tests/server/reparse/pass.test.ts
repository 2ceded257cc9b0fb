import { InngestTestEngine } from "@inngest/test";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { messages, reparses } from "@/db/schema";
import { reparseDue } from "@/lib/jobs/events";
import { reparse } from "@/lib/jobs/reparse";
import { checkBatch } from "@/lib/reparse/check-batch";
import { countEmission, listStandingStill } from "@/lib/reparse/emissions";
import { failReparse, listReparses, resumeReparse, startReparse, stopReparse } from "@/lib/reparse/passes";
import { listDifferences } from "@/lib/reparse/queries";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { anInbox, deliver, json } from "@/tests/support/deliver";
import { asOlderReader, runPass } from "@/tests/support/reparse";
import { expect, test } from "@/tests/support/server-test";

async function withMails(count: number) {
  const inbox = await anInbox();
  for (let n = 0; n < count; n++)
    await deliver(
      inbox,
      json({ message_id: `<${n}@customer.test>`, from: "ana@customer.test", to: ["help@acme.test"], subject: `Mail ${n}`, text: "." }),
    );
  const filed = await db.select({ id: messages.id }).from(messages).orderBy(messages.id);
  return { ...inbox, ids: filed.map(({ id }) => id) };
}

async function start({ workspaceId }: Awaited<ReturnType<typeof withMails>>, options: { perMinute?: number } = {}) {
  const started = await startReparse(workspaceId, { userId: null, ...options });
  if (!started) throw new Error("no mail");
  return started;
}

const passOf = async (id: string) => (await db.select().from(reparses).where(eq(reparses.id, id)))[0];

test("a pass reads all mail again, counts what differs and changes nothing that is shown", async () => {
  const inbox = await withMails(55);
  const [first = "", last = ""] = [inbox.ids[0], inbox.ids.at(-1)];
  await asOlderReader(first);
  await asOlderReader(last);

  const { id } = await start(inbox);
  expect(await runPass(id)).toBe(3);
  expect(await passOf(id)).toMatchObject({ state: "done", total: 55, checked: 55, differing: 2, unreadable: 0 });
  expect((await listDifferences(inbox.workspaceId)).map(({ messageId }) => messageId).sort()).toEqual([first, last].sort());
});

test("a batch that runs twice, or twice at once, counts once", async () => {
  const inbox = await withMails(3);
  await asOlderReader(inbox.ids[1] ?? "");
  const { id } = await start(inbox);
  await Promise.all([checkBatch(id, 0), checkBatch(id, 0), checkBatch(id, 0)]);
  expect(await checkBatch(id, 0)).toMatchObject({ more: true });
  expect(await passOf(id)).toMatchObject({ batches: 1, checked: 3, differing: 1 });
  expect(await listDifferences(inbox.workspaceId)).toHaveLength(1);
});

test("two who start at once start one pass", async () => {
  const inbox = await withMails(1);
  const started = await Promise.all(Array.from({ length: 5 }, () => start(inbox)));
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  expect(await listReparses(inbox.workspaceId)).toHaveLength(1);
});

test("a pass that stopped or failed goes on where it was, and a finished one does not", async () => {
  const inbox = await withMails(52);
  const { id } = await start(inbox);
  await checkBatch(id, 0);
  expect(await stopReparse(inbox.workspaceId, id)).toBe(true);
  expect(await checkBatch(id, 1)).toEqual({ more: false });
  expect(await passOf(id)).toMatchObject({ state: "stopped", checked: 50 });

  expect(await resumeReparse(inbox.workspaceId, id)).toBe(true);
  await failReparse(id, "The disk is full");
  expect(await passOf(id)).toMatchObject({ state: "failed", reason: "The disk is full" });
  expect(await resumeReparse(inbox.workspaceId, id)).toBe(true);
  await runPass(id, 1);
  expect(await passOf(id)).toMatchObject({ state: "done", checked: 52, reason: null });
  expect(await resumeReparse(inbox.workspaceId, id)).toBe(false);
});

test("mail that comes while it runs is none of its business", async () => {
  const inbox = await withMails(2);
  const { id } = await start(inbox);
  await deliver(inbox, json({ from: "ana@customer.test", to: ["help@acme.test"], subject: "Later", text: "." }));
  await runPass(id);
  expect(await passOf(id)).toMatchObject({ total: 2, checked: 2 });
});

test("the job reads one batch, keeps its pace and tells of the next under an id of its own", async () => {
  const inbox = await withMails(2);
  // So slow that no machine takes longer to read two mails than the pace allows.
  const { id: reparseId } = await start(inbox, { perMinute: 1 });
  const pauses: unknown[] = [];
  const engine = new InngestTestEngine({
    function: reparse,
    events: [{ name: reparseDue.name, data: { reparseId, batch: 0 } }],
    steps: [
      { id: "keep-pace", handler: () => pauses.push("slept") },
      { id: "go-on", handler: () => undefined },
    ],
  });
  const { error, ctx } = await engine.execute();
  expect(error).toBeUndefined();
  expect(pauses).toHaveLength(1);
  expect(ctx.step.sendEvent.mock.calls).toMatchObject([["go-on", { id: `reparse:${reparseId}:1`, data: { reparseId, batch: 1 } }]]);
});

test("a pass that the engine lost is told of again by itself, once in a while, and ends as if nothing had been", async () => {
  const inbox = await withMails(52);
  const { id } = await start(inbox);
  await checkBatch(id, 0);
  const standStill = (minutes: number) =>
    db
      .update(reparses)
      .set({ movedAt: sql`now() - ${minutes} * interval '1 minute'` })
      .where(eq(reparses.id, id));
  expect(await listStandingStill(5)).toEqual([]);
  await standStill(20);
  expect(await listStandingStill(5)).toEqual([{ id }]);

  expect(await countEmission(id)).toMatchObject({ batches: 1, emissions: 1 });
  expect(await listStandingStill(5)).toEqual([]);
  // The lost run turns up as well: both do the same batch.
  await Promise.all([checkBatch(id, 1), checkBatch(id, 1)]);
  await runPass(id, 2);
  expect(await passOf(id)).toMatchObject({ state: "done", checked: 52 });
  await standStill(20);
  expect(await listStandingStill(5)).toEqual([]);
});

test("a slow pass is not taken for a lost one, nor one that somebody stopped", async () => {
  const inbox = await withMails(1);
  const { id } = await start(inbox, { perMinute: 1 });
  const half = () => db.update(reparses).set({ movedAt: sql`now() - interval '30 minutes'` });
  await half();
  expect(await listStandingStill(5)).toEqual([]);
  await stopReparse(inbox.workspaceId, id);
  await db.update(reparses).set({ perMinute: 1_000 });
  expect(await listStandingStill(5)).toEqual([]);
});

test("a workspace without mail has nothing to read, and nobody stops another's pass", async () => {
  const inbox = await withMails(1);
  const { id } = await start(inbox);
  const { id: other } = await createWorkspace("Other");
  expect(await startReparse(other, { userId: null })).toBeUndefined();
  expect([await stopReparse(other, id), await resumeReparse(other, id)]).toEqual([false, false]);
});
