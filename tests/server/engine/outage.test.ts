import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startPostgres } from "@/db/embedded/postgres";
import { openLab } from "./lab";

test("lives through Postgres being stopped and started under load", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "mailroom-outage-"));
  let postgres = await startPostgres({ dataDirectory });
  const lab = await openLab(postgres.url, (inngest, { note }) => [
    inngest.createFunction({ id: "work", retries: 20, triggers: [{ event: "work" }] }, async ({ event, step }) => {
      const item = await step.run("one", () => event.data.item);
      await step.run("two", () => item);
      note("done", await step.run("three", () => item));
    }),
  ]);

  const acknowledged: string[] = [];
  const send = async (item: string) => {
    // A sender that is not answered sends again, under the same id.
    for (;;) {
      const answer = await lab.client.send({ id: item, name: "work", data: { item } }).catch(() => undefined);
      if (answer) return acknowledged.push(item);
    }
  };
  const sending = Promise.all(
    Array.from({ length: 4 }, async (_, sender) => {
      for (let n = 0; n < 40; n++) await send(`${sender}-${n}`);
    }),
  );
  for (const wait of [20, 60]) {
    await expect.poll(() => lab.journal.of("done").length, { intervals: [10] }).toBeGreaterThan(wait);
    await postgres.stop();
    postgres = await startPostgres({ dataDirectory });
  }
  await sending;
  await expect.poll(() => new Set(lab.journal.of("done")).size).toBe(160);
  expect(acknowledged).toHaveLength(160);

  await lab.close();
  await postgres.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});
