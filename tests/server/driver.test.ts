import postgres from "postgres";
import { expect, test } from "@/tests/support/server-test";

// postgres.js 3.4.9 fails the query before it and leaves it in line, so that all that follow get another's answer
// (execute in connection.js, https://github.com/porsager/postgres/pull/1142); scripts/patch-postgres.mjs mends that.
test("a query with an undefined parameter fails alone, whatever is under way on its connection", async ({ database }) => {
  const sql = postgres(database.url, { max: 1 });
  try {
    const add = (n: number) => sql<{ n: number }[]>`select ${n}::int + 1 as n`.then(([row]) => row?.n);
    const nothing = () => sql`select ${JSON.parse("{}").missing} as n`;
    // Planned, so that others are sent behind it at once.
    await add(0);

    const told = await Promise.allSettled([add(1), nothing(), add(2), nothing(), nothing(), add(3)]);
    expect(told.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code))).toEqual([
      2,
      "UNDEFINED_VALUE",
      3,
      "UNDEFINED_VALUE",
      "UNDEFINED_VALUE",
      4,
    ]);

    await expect(nothing()).rejects.toThrow("UNDEFINED_VALUE");
    await expect(sql.begin(async (tx) => tx`select ${JSON.parse("{}").missing} as n`)).rejects.toThrow("UNDEFINED_VALUE");
    expect(await Promise.all([add(4), add(5)])).toEqual([5, 6]);
  } finally {
    await sql.end({ timeout: 1 });
  }
});
