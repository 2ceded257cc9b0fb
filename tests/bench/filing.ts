import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { startPostgres } from "@/db/embedded/postgres";
import { migrateDatabase } from "@/db/migrate";
import { forgetEnv } from "@/env";
import type { FilableMail } from "@/lib/conversations/file-message";
import { anEmail } from "@/tests/support/mail";
import { p50, p95, round, table } from "./support/figures";

/** Messages in the mailbox when mails are filed into it. */
const SIZES = [1_000, 100_000, 1_000_000];
const MAILS_PER_SIZE = 200;
const WARM_UP = 20;
/** Messages generated in one statement. */
const STEP = 50_000;
const LONG = 499;

/** The threads of three begin behind the long one. */
const FIRST_THREAD = Math.ceil(LONG / 3) + 1;

/** What is filed: the mailbox has conversations of three messages, and one of 499. */
const KINDS = ["new", "answer", "late original", "stranger, other subject", "10,000 references", "into 499"] as const;
type Kind = (typeof KINDS)[number];

/**
 * How long filing one mail takes as a mailbox grows: the call of the job's last step, from the decoded mail to the commit, one
 * after another, on the embedded Postgres with the settings of the product.
 */
export async function benchFiling(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "mailroom-filing-"));
  await chmod(directory, 0o755);
  // Tells what the database worked, which stays the same on a machine that is busy with other things.
  const settings = { shared_preload_libraries: "pg_stat_statements" };
  const server = await startPostgres({ dataDirectory: directory, settings });
  Object.assign(process.env, { DATABASE_URL: server.url, MAILROOM_SECRET: "a secret of the bench, at least 32 characters long" });
  forgetEnv();
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  try {
    await migrateDatabase(server.url);
    await sql`create extension pg_stat_statements`;
    return await measure(sql);
  } finally {
    await closeDatabase();
    await sql.end();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(sql: postgres.Sql): Promise<string> {
  const box = await aMailbox(sql);
  const rows: (string | number)[][] = [];
  let size = await grow(sql, box, 0, LONG);
  for (const wanted of SIZES) {
    size = await grow(sql, box, size, wanted - size);
    await sql`vacuum analyze messages, conversations, message_ids, message_bodies`;
    await sql`checkpoint`;
    rows.push(...(await fileInto(sql, box, size)));
  }
  return table(["messages", "mail", "p50 ms", "p95 ms", "of it in the database, mean", "processor of this process, mean"], rows);
}

interface Box {
  workspaceId: WorkspaceId;
  mailboxId: MailboxId;
  deliveryId: string;
}

async function aMailbox(sql: postgres.Sql): Promise<Box> {
  const [workspaceId, mailboxId, sourceId, deliveryId] = [newId(), newId(), newId(), newId()];
  await sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Acme', 'acme')`;
  await sql`insert into mailboxes (id, workspace_id, name) values (${mailboxId}, ${workspaceId}, 'Support')`;
  await sql`insert into mailbox_addresses (id, workspace_id, mailbox_id, address) values (${newId()}, ${workspaceId}, ${mailboxId}, 'help@acme.test')`;
  await sql`insert into sources (id, workspace_id, key, name, default_mailbox_id, scheme) values (${sourceId}, ${workspaceId}, 'k', 'Bench', ${mailboxId}, 'webhook')`;
  await sql`
    insert into deliveries (id, workspace_id, source_id, dedupe_key, body_sha256, content_type, size, headers)
    values (${deliveryId}, ${workspaceId}, ${sourceId}, 'd', '', 'message/rfc822', 0, '{}')`;
  return { workspaceId: workspaceId as WorkspaceId, mailboxId: mailboxId as MailboxId, deliveryId };
}

/** Adds `count` messages after `from`: the first ones as one long conversation, the others in threes. */
async function grow(sql: postgres.Sql, box: Box, from: number, count: number): Promise<number> {
  for (let at = from; at < from + count; at += STEP) await generate(sql, box, at, Math.min(at + STEP, from + count));
  return from + count;
}

async function generate(sql: postgres.Sql, { workspaceId, mailboxId, deliveryId }: Box, from: number, to: number) {
  const isLong = from < LONG;
  await sql.unsafe(`
    create temp table batch as
    select n, case when ${isLong} then 0 else n / 3 end as thread, case when ${isLong} then n else n % 3 end as place,
      md5('c' || ${isLong} || case when ${isLong} then 0 else n / 3 end)::uuid as conversation
    from generate_series(${from}, ${to - 1}) as n;
    insert into conversations (id, workspace_id, mailbox_id, subject, message_count, senders, snippet, last_message_at, subject_keys, people, authors)
      select conversation, '${workspaceId}', '${mailboxId}', 'Topic ' || min(thread), count(*), '["Ana"]', 'Hello', now(),
        array['topic' || min(thread)], array['ana' || min(thread) || '@host' || min(thread) % 5000 || '.test'],
        array['ana' || min(thread) || '@host' || min(thread) % 5000 || '.test']
      from batch group by conversation
      on conflict (id) do update set message_count = conversations.message_count + excluded.message_count;
    insert into messages (id, workspace_id, mailbox_id, conversation_id, delivery_id, content_hash, mid, arrival, why, "from", reply_to, "to", cc,
        bcc, envelope, subject, snippet, received_at, order_at, attachment_count, raw_key, raw_type, raw_size)
      select md5('m' || n)::uuid, '${workspaceId}', '${mailboxId}', conversation, '${deliveryId}', md5('h' || n), 'm' || n || '@host.test', place + 1,
        '{"rule":"first"}', jsonb_build_object('name', 'Ana', 'address', 'ana' || thread || '@host' || thread % 5000 || '.test'), '[]',
        '[{"name":"","address":"help@acme.test"}]', '[]', '[]', '{"from":null,"to":[]}', 'Topic ' || thread, repeat('Hello ', 30),
        now() - interval '1 day' + n * interval '1 ms', now() - interval '1 day' + n * interval '1 ms', 0, 'raw', 'message/rfc822', 20000
      from batch;
    insert into message_bodies (message_id, text, headers) select md5('m' || n)::uuid, repeat('Some text. ', 20), '[]' from batch;
    insert into message_ids (mailbox_id, mid, conversation_id, owned)
      select '${mailboxId}', 'm' || n || '@host.test', conversation, true from batch
      union all select distinct '${mailboxId}'::uuid, 'original' || thread || '@host.test', conversation, false from batch where not ${isLong}
      on conflict do nothing;
    drop table batch;`);
}

async function fileInto(sql: postgres.Sql, box: Box, size: number) {
  const rows: (string | number)[][] = [];
  for (const kind of KINDS) {
    // The first ones warm what a running server has warm.
    await fileMany(sql, box, kind, size, -WARM_UP, 0);
    await sql`select pg_stat_statements_reset()`;
    const before = process.cpuUsage();
    const times = await fileMany(sql, box, kind, size, 0, MAILS_PER_SIZE);
    const { user, system } = process.cpuUsage(before);
    const [worked] = await sql<
      [{ ms: number }]
    >`select sum(total_exec_time) as ms from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat%' and query not like 'delete%'`;
    const each = [worked.ms, (user + system) / 1_000].map((ms) => round(ms / MAILS_PER_SIZE, 2));
    rows.push([size.toLocaleString("en"), kind, round(p50(times), 1), round(p95(times), 1), ...each]);
    console.error(rows.at(-1)?.join(" | "));
  }
  return rows;
}

async function fileMany(sql: postgres.Sql, box: Box, kind: Kind, size: number, from: number, to: number): Promise<number[]> {
  const { fileMessage } = await import("@/lib/conversations/file-message");
  const times: number[] = [];
  for (let n = from; n < to; n++) {
    const mail = aMail(box, kind, size, n);
    const started = performance.now();
    const { conversationId } = await fileMessage(box.mailboxId, mail);
    times.push(performance.now() - started);
    if (kind === "into 499") await takeOut(sql, mail, conversationId);
  }
  return times;
}

/** So that the next one finds 499 again. */
async function takeOut(sql: postgres.Sql, mail: FilableMail, conversationId: string) {
  await sql`delete from messages where conversation_id = ${conversationId} and mid = ${mail.email.messageId}`;
  await sql`update conversations set message_count = ${LONG} where id = ${conversationId}`;
}

function aMail({ workspaceId, deliveryId }: Box, kind: Kind, size: number, n: number): FilableMail {
  const id = `new-${size}-${KINDS.indexOf(kind)}-${n}@bench.test`;
  // Spread over the whole mailbox, the same for every run.
  const thread = FIRST_THREAD + ((Math.imul(n + WARM_UP + 1, 2_654_435_761) >>> 0) % (Math.floor(size / 3) - FIRST_THREAD));
  const shared = {
    ...anEmail({ messageId: id, text: id, subject: `Re: Topic ${thread}` }),
    from: { name: "Ana", address: `ana${thread}@host${thread % 5000}.test` },
  };
  const references = [`original${thread}@host.test`, `m${thread * 3}@host.test`];
  const emails: Record<Kind, FilableMail["email"]> = {
    new: { ...shared, subject: `Topic ${id}` },
    answer: { ...shared, references, inReplyTo: references.slice(1) },
    "late original": { ...shared, messageId: `original${thread}@host.test`, text: `${id} late` },
    "stranger, other subject": { ...shared, references, subject: `Offer ${n}`, from: { name: "", address: `m${n}@evil.test` } },
    "10,000 references": {
      ...shared,
      references: [...references, ...Array.from({ length: 49 }, (_, at) => `elsewhere${n}.${at}@host.test`)],
    },
    "into 499": {
      ...shared,
      subject: "Topic 0",
      from: { name: "Ana", address: "ana0@host0.test" },
      references: Array.from({ length: 51 }, (_, at) => `m${at * 9}@host.test`),
    },
  };
  return {
    workspaceId,
    deliveryId,
    email: emails[kind],
    contentHash: id,
    snippet: "Hello",
    receivedAt: new Date(),
    raw: { key: "raw", type: "message/rfc822", size: 20_000 },
    files: [],
  };
}
