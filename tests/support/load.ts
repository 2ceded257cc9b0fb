import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { presets } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";
import { aMailEvent } from "./door";

const SENDERS = 8;
const AGAIN_MS = 50;

export interface Endpoint {
  url: string;
  secret: string;
}

export interface Load {
  /** How many mails were acknowledged so far. */
  acknowledged(): number;
  /** Resolves when at least `count` were. */
  reaches(count: number): Promise<void>;
  /** Resolves when all were. */
  done: Promise<unknown>;
}

/**
 * Sends `count` different mails as a provider would: several at once, each again under the same id until it is acknowledged
 * with 200. A connection that breaks and a 5xx both mean: not acknowledged.
 */
export function send({ url, secret }: Endpoint, count: number): Load {
  let next = 0;
  let acknowledged = 0;

  async function sender() {
    while (next < count) {
      const number = next++;
      const eventId = randomUUID();
      const body = Buffer.from(aMailEvent({ event_id: eventId, message_id: `<${number}@load.test>`, subject: `Mail ${number}` }));
      while (!(await isAcknowledged(url, secret, eventId, body))) await sleep(AGAIN_MS);
      acknowledged++;
    }
  }

  return {
    acknowledged: () => acknowledged,
    async reaches(wanted) {
      while (acknowledged < wanted) await sleep(1);
    },
    done: Promise.all(Array.from({ length: SENDERS }, sender)),
  };
}

async function isAcknowledged(url: string, secret: string, id: string, body: Buffer): Promise<boolean> {
  const headers = { "content-type": "application/json", ...signedHeaders(presets.webhook, secret, { body, id, at: new Date() }) };
  const status = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
  if (status >= 400 && status < 500) throw new Error(`refused with ${status}`);
  return status === 200;
}

/** Waits until every accepted delivery is finished, whatever became of it. */
export async function allFiled(sql: postgres.Sql) {
  for (;;) {
    const [row] = await sql<{ open: number }[]>`select count(*)::int as open from deliveries where state = 'accepted'`.catch(() => []);
    if (row?.open === 0) return;
    await sleep(AGAIN_MS);
  }
}
