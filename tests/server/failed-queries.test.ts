import { inspect } from "node:util";
import { DrizzleQueryError, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/tests/support/server-test";

// drizzle-orm 0.45.4 puts the values into the message (errors.js); scripts/patch-drizzle.mjs takes them out.
test("a query that failed is logged without its values", async () => {
  const token = "a-session-token";
  const error: unknown = await db
    .execute(sql`select * from a_table_that_is_not_there where token = ${token}`)
    .catch((cause: unknown) => cause);

  expect(error).toBeInstanceOf(DrizzleQueryError);
  expect(inspect(error, { depth: 10 })).toContain("a_table_that_is_not_there");
  expect(inspect(error, { depth: 10 })).not.toContain(token);
});
