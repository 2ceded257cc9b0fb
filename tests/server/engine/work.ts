import type { Inngest, InngestFunction } from "inngest";
import type postgres from "postgres";

/** What the work of `workFunctions` leaves behind. */
export const EFFECTS = `
  drop table if exists effect, depth;
  create table effect (item text, step text, at timestamptz default clock_timestamp());
  create table depth (key text primary key, now int not null, most int not null);
`;

/** Functions whose every step leaves a row, for tests that look at what several processes did together. */
export function workFunctions(client: Inngest, sql: postgres.Sql): InngestFunction.Like[] {
  const leave = async <T>(item: string, step: string, result?: T) => {
    await sql`insert into effect (item, step) values (${item}, ${step})`;
    return result;
  };
  return [
    client.createFunction({ id: "work", retries: 20, triggers: [{ event: "work" }] }, async ({ event, step }) => {
      const { item } = event.data;
      await step.run("one", () => leave(item, "one"));
      const [left, right] = await Promise.all([
        step.run("left", () => leave(item, "left", 1)),
        step.run("right", () => leave(item, "right", 2)),
      ]);
      await step.run("last", () => leave(item, `last ${Number(left) + Number(right)}`));
    }),

    // Holds its key for a while, and writes down how many held it at the same time.
    client.createFunction(
      { id: "keyed", concurrency: { key: "event.data.key", limit: 2 }, triggers: [{ event: "keyed" }] },
      async ({ event, step }) => {
        const { key, item } = event.data;
        await step.run("hold", async () => {
          await sql`insert into depth values (${key}, 1, 1)
            on conflict (key) do update set now = depth.now + 1, most = greatest(depth.most, depth.now + 1)`;
          await new Promise((resolve) => setTimeout(resolve, 10));
          await sql`update depth set now = now - 1 where key = ${key}`;
          await leave(item, "held");
        });
      },
    ),

    // Never ends the first time; the second time, in whatever process, at once.
    client.createFunction({ id: "stuck", triggers: [{ event: "stuck" }] }, async ({ event, step }) => {
      const { item } = event.data;
      await step.run("before", () => leave(item, "before"));
      await step.run("stuck", async () => {
        await leave(item, "stuck");
        const [row] = await sql<{ times: number }[]>`select count(*)::int as times from effect where item = ${item} and step = 'stuck'`;
        if (row?.times === 1) await new Promise(() => undefined);
      });
      await step.run("after", () => leave(item, "after"));
    }),
  ];
}
