import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import postgres from "postgres";
import { newId } from "@/db/columns";
import { startPostgres } from "@/db/embedded/postgres";
import { THROWAWAY } from "@/db/embedded/settings";
import { byteas, int2s, int4s, texts, uuids } from "@/lib/inbound/keeping/binary-array";
import { type GroupCommit, startGroupCommit, TooMuchWaiting } from "@/lib/inbound/keeping/group-commit";
import type { NewDelivery } from "@/lib/inbound/keeping/new-delivery";
import { aSource, type TestSource } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

let group: GroupCommit;
test.beforeEach(({ database }) => {
  group = startGroupCommit(database.url);
});
test.afterEach(() => group.close());

function aRow({ id: sourceId, workspaceId }: Pick<TestSource, "id" | "workspaceId">, overrides: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: newId(),
    workspaceId,
    sourceId,
    dedupeKey: randomUUID(),
    variantOf: null,
    bodySha256: "0".repeat(64),
    contentType: "application/json",
    size: 2,
    encoding: 0,
    body: Buffer.from("{}"),
    bodyKey: null,
    headers: { "user-agent": 'a "sender" \\ of mail, é' },
    ...overrides,
  };
}

const outcomes = (settled: PromiseSettledResult<{ status: string }>[]) =>
  settled.map((one) => (one.status === "fulfilled" ? one.value.status : "refused"));

test("a row that Postgres refuses does not sink those beside it", async ({ database }) => {
  const source = await aSource();
  const rows = [
    aRow(source),
    aRow({ ...source, id: newId() }),
    aRow(source, { dedupeKey: "a\u0000b" }),
    aRow(source, { body: null, bodyKey: "somewhere/else" }),
    aRow(source),
  ];
  const settled = await Promise.allSettled(rows.map((row) => group.keep(row)));
  expect(outcomes(settled)).toEqual(["accepted", "refused", "refused", "accepted", "accepted"]);
  expect(await database.sql`select id, headers, body_key from deliveries order by id`).toMatchObject([
    { id: rows[0]?.id, headers: rows[0]?.headers },
    { id: rows[3]?.id, body_key: "somewhere/else" },
    { id: rows[4]?.id },
  ]);
});

test("what waits is bounded, and room comes back", async () => {
  const source = await aSource();
  const large = Buffer.alloc(8 * 1024 * 1024);
  const settled = await Promise.allSettled(Array.from({ length: 12 }, () => group.keep(aRow(source, { body: large }))));
  const refused = settled.filter((one) => one.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ reason }) => reason instanceof TooMuchWaiting)).toBe(true);
  expect(await group.keep(aRow(source, { body: large }))).toMatchObject({ status: "accepted" });
});

test("two processes that bring the same mails in opposite orders keep each once", async ({ database }) => {
  const source = await aSource();
  const other = startGroupCommit(database.url);
  const keys = Array.from({ length: 300 }, () => randomUUID());
  const keepAll = (to: GroupCommit, order: string[]) => Promise.all(order.map((dedupeKey) => to.keep(aRow(source, { dedupeKey }))));
  const kept = (await Promise.all([keepAll(group, keys), keepAll(other, keys.toReversed())])).flat();
  await other.close();

  expect(kept.filter(({ status }) => status === "accepted")).toHaveLength(300);
  expect(kept.filter(({ status }) => status === "duplicate")).toHaveLength(300);
  const [sum] = await database.sql`select count(*)::int as rows, sum(repeats)::int as repeats from deliveries`;
  expect(sum).toEqual({ rows: 300, repeats: 300 });
});

test("a connection that Postgres ends is replaced by the next mail", async ({ database }) => {
  const source = await aSource();
  await group.keep(aRow(source));
  const ended = await database.sql`select pg_terminate_backend(pid) as ended from pg_stat_activity
    where application_name = 'mailroom door' and datname = current_database()`;
  expect(ended).toMatchObject([{ ended: true }]);
  await expect.poll(() => group.keep(aRow(source)).catch(() => ({ status: "refused" }))).toMatchObject({ status: "accepted" });
});

test("nothing that was said to be kept is lost when Postgres goes away under load", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mailroom-door-"));
  await chmod(folder, 0o755);
  const start = () => startPostgres({ dataDirectory: folder, settings: THROWAWAY });
  const first = await start();
  const url = first.url;
  const setUp = postgres(url, { max: 1, onnotice: () => undefined });
  await setUp`create table deliveries (id uuid primary key, workspace_id uuid, source_id uuid, dedupe_key text, variant_of uuid, body_sha256 text,
    content_type text, size int, encoding smallint, body bytea, body_key text, headers jsonb, repeats int not null default 0, unique (source_id, dedupe_key))`;
  await setUp.end();

  const door = startGroupCommit(url);
  const source = { id: newId(), workspaceId: newId() as TestSource["workspaceId"] };
  const kept = new Set<string>();
  let refused = 0;
  let stopped = false;
  const sender = async () => {
    while (!stopped) {
      const row = aRow(source);
      const accepted = await door.keep(row).catch(() => undefined);
      if (accepted) kept.add(row.id);
      else refused++;
    }
  };
  const senders = Array.from({ length: 16 }, sender);
  await expect.poll(() => kept.size).toBeGreaterThan(100);
  await first.stop();
  await expect.poll(() => refused).toBeGreaterThan(0);
  const before = kept.size;
  const second = await start();
  await expect.poll(() => kept.size).toBeGreaterThan(before + 100);
  stopped = true;
  await Promise.all(senders);
  await door.close();

  const look = postgres(second.url, { max: 1 });
  const rows = await look<{ id: string }[]>`select id from deliveries`;
  await look.end();
  await second.stop();
  await rm(folder, { recursive: true, force: true });
  const found = new Set(rows.map(({ id }) => id));
  expect([...kept].filter((id) => !found.has(id))).toEqual([]);
});

test("arrays reach Postgres in its own binary format", async ({ database }) => {
  const client = new Client(database.url);
  await client.connect();
  const id = newId();
  const { rows } = await client.query("select $1::uuid[] a, $2::text[] b, $3::int4[] c, $4::int2[] d, $5::bytea[] e, $6::text[] f", [
    uuids([id, null]),
    texts(["é", null, ""]),
    int4s([1, -2_000_000_000]),
    int2s([0, 1]),
    byteas([Buffer.from([0, 255]), null]),
    texts([]),
  ]);
  await client.end();
  expect(rows).toEqual([{ a: [id, null], b: ["é", null, ""], c: [1, -2_000_000_000], d: [0, 1], e: [Buffer.from([0, 255]), null], f: [] }]);
});
