import { eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { workspaces } from "@/db/schema";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { expect, test } from "@/tests/support/server-test";

// Drizzle 0.45 passes `prepare: false` to postgres.js for every query without a name (postgres-js/session.js).
test("a query is planned once per connection, inside a transaction too", async () => {
  const { id } = await createWorkspace("Acme");
  await db.transaction(async (tx) => {
    for (let n = 0; n < 3; n++) await tx.select().from(workspaces).where(eq(workspaces.id, id));
    const remembered = await tx.execute(
      sql`select statement from pg_prepared_statements where statement like '%from "workspaces"%id" = $1%'`,
    );
    expect(remembered).toHaveLength(1);
  });
});

test("rare shapes of many parameters are not remembered", async () => {
  const { id } = await createWorkspace("Acme");
  await db.transaction(async (tx) => {
    const ids = Array.from({ length: 100 }, () => id);
    await tx.select().from(workspaces).where(inArray(workspaces.id, ids));
    const remembered = await tx.execute(sql`select statement from pg_prepared_statements where statement like '%$100%'`);
    expect(remembered).toHaveLength(0);
  });
});
