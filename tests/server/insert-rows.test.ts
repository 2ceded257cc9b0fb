import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { insertRows } from "@/db/insert-rows";
import { mailboxAddresses, mailboxes, workspaces } from "@/db/schema";
import { expect, test } from "@/tests/support/server-test";

const HARD = `quotes ' " \\ $1 {} [] null, a line\nbreak, ünï, 日本, 🙂, \u202e and ${"x".repeat(10_000)}`;

test("rows that travel as JSON come back as they went in", async () => {
  const at = new Date("2026-02-28T23:59:59.123Z");
  const rows = ["a", "b"].map((slug) => ({ id: newWorkspaceId(), name: HARD, slug, createdAt: at }));

  await insertRows(db, workspaces, rows);

  expect(await db.select().from(workspaces).orderBy(workspaces.slug)).toEqual(rows.map((row) => expect.objectContaining(row)));
});

test("a column that no row gives has its default, of the database or of the schema", async () => {
  const workspaceId = newWorkspaceId();
  await insertRows(db, workspaces, [{ id: workspaceId, name: "Acme", slug: "acme" }]);
  await insertRows(db, mailboxAddresses, [{ workspaceId, mailboxId: await aMailbox(workspaceId), address: "help@acme.test" }]);

  expect(await db.select().from(workspaces)).toEqual([
    expect.objectContaining({ demoPending: false, createdAt: expect.any(Date), logo: null }),
  ]);
  expect(await db.select().from(mailboxAddresses)).toEqual([expect.objectContaining({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) })]);
});

test("an expression is computed in the database", async () => {
  await insertRows(db, workspaces, [{ id: newWorkspaceId(), slug: "acme" }], { name: sql`upper(${"acme"})` });

  expect((await db.select().from(workspaces))[0]?.name).toBe("ACME");
});

function newWorkspaceId() {
  return newId() as WorkspaceId;
}

async function aMailbox(workspaceId: WorkspaceId): Promise<MailboxId> {
  const id = newId() as MailboxId;
  await insertRows(db, mailboxes, [{ id, workspaceId, name: "Support" }]);
  return id;
}
