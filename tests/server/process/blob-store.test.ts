import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type postgres from "postgres";
import { mailroomJson } from "@/tests/support/command";
import { findFirstEndpoint } from "@/tests/support/first-source";
import { allFiled, send } from "@/tests/support/load";
import { expect, test } from "@/tests/support/process-test";

test("while the blob store fails a mail is retried, then dead and visible, and Retry files it", async ({ start, look, dataDirectory }) => {
  const app = await start();
  const sql = await look();
  const blobs = join(dataDirectory, "blobs");
  // A file where the folder comes to be: nothing can be written under it, by root neither.
  await writeFile(blobs, "");
  await send(await findFirstEndpoint(app.origin), 1).done;

  await expect.poll(() => deliveryAfterItsPause(sql), { timeout: 60_000, intervals: [100] }).toMatchObject({ state: "dead" });
  const [dead] = await mailroomJson<{ id: string; failures: number; reason: string }[]>("deliveries", "list", "--state", "dead");
  expect(dead).toMatchObject({ failures: 5, reason: expect.stringContaining("could not be kept") });
  expect(await sql`select id from messages`).toHaveLength(0);

  await rm(blobs);
  await mailroomJson("deliveries", "retry", dead?.id ?? "");
  await allFiled(sql);

  expect(await sql`select state from deliveries`).toEqual([{ state: "filed" }]);
  expect(await sql`select subject from messages`).toEqual([{ subject: "Mail 0" }]);
});

/** The delivery, once the pauses between its tries are over: minutes that nobody waits for here. */
async function deliveryAfterItsPause(sql: postgres.Sql) {
  await sql`update inngest_embedded.job set due_at = now() where state = 'scheduled'`;
  const [delivery] = await sql`select state from deliveries`;
  return delivery;
}
