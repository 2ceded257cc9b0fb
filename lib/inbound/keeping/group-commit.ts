import "server-only";
import { DatabaseError } from "pg";
import { deliveryStatements } from "./delivery-statements";
import { DoorConnection } from "./door-connection";
import { keepDeliveries } from "./keep-deliveries";
import type { Accepted, NewDelivery } from "./new-delivery";

const MAX_BATCH_ROWS = 512;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** Bodies that wait for their commit. Beyond it the door says `busy`. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

interface Waiting {
  row: NewDelivery;
  bytes: number;
  resolve: (accepted: Accepted) => void;
  reject: (error: unknown) => void;
}

/** More waits to be committed than memory is set aside for. */
export class TooMuchWaiting extends Error {
  override name = "TooMuchWaiting";
}

export interface GroupCommit {
  keep(row: NewDelivery): Promise<Accepted>;
  close(): Promise<void>;
}

let opened: GroupCommit | undefined;

/** Lets this thread keep deliveries in groups, on a connection of its own. For the thread of the door. */
export function openGroupCommit(databaseUrl: string): void {
  opened ??= startGroupCommit(databaseUrl);
}

/** The one this thread opened, if any. */
export function groupCommit(): GroupCommit | undefined {
  return opened;
}

/** Waits for what is under way. From here on deliveries are inserted one by one. */
export async function closeGroupCommit(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.close();
}

/**
 * Many requests, one commit: everything that arrives while one statement is on its way goes into the next, so that a
 * busy door waits for the disk once per batch instead of once per mail, and an idle one not a moment longer
 * (docs/decisions/0002-group-commit.md). `keep` resolves after the commit; it rejects when nothing is known to be kept.
 */
export function startGroupCommit(databaseUrl: string): GroupCommit {
  const connection = new DoorConnection(databaseUrl);
  const queue: Waiting[] = [];
  let waitingBytes = 0;
  let draining: Promise<void> | undefined;

  async function drain() {
    // Let the requests of this turn of the loop come in first.
    await new Promise(setImmediate);
    let answer = () => {};
    while (queue.length > 0) {
      const committing = commit(nextBatch(queue));
      // Not before: Postgres has the next batch to work on while the senders of this one are answered.
      answer();
      answer = await committing;
    }
    answer();
    draining = undefined;
  }

  /** Commits a batch, and returns what tells its senders how it went. Never rejects. */
  async function commit(batch: Waiting[]): Promise<() => void> {
    try {
      const table = deliveryStatements(await connection.client());
      const outcomes = await keepDeliveries(
        table,
        batch.map(({ row }) => row),
      );
      return () => settle(batch, ({ resolve }, at) => outcomes[at] && resolve(outcomes[at]));
    } catch (error) {
      if (isAboutRows(error) && batch.length > 1) return commitEach(batch);
      return () => settle(batch, ({ reject }) => reject(error));
    }
  }

  /** One by one. Each sender is answered at once: those behind may have to wait for a connection. */
  async function commitEach(batch: Waiting[]): Promise<() => void> {
    for (const one of batch) {
      const answer = await commit([one]);
      answer();
    }
    return () => {};
  }

  function settle(batch: Waiting[], each: (one: Waiting, at: number) => void) {
    for (const [at, one] of batch.entries()) {
      waitingBytes -= one.bytes;
      each(one, at);
    }
  }

  return {
    keep(row) {
      if (waitingBytes > MAX_WAITING_BYTES) return Promise.reject(new TooMuchWaiting());
      const bytes = row.body?.length ?? 0;
      waitingBytes += bytes;
      return new Promise<Accepted>((resolve, reject) => {
        queue.push({ row, bytes, resolve, reject });
        draining ??= drain();
      });
    },

    async close() {
      await draining;
      await connection.close();
    },
  };
}

function nextBatch(queue: Waiting[]): Waiting[] {
  let rows = 0;
  let bytes = 0;
  while (rows < queue.length && rows < MAX_BATCH_ROWS && bytes < MAX_BATCH_BYTES) {
    bytes += queue[rows]?.bytes ?? 0;
    rows++;
  }
  return queue.splice(0, rows);
}

/** One bad row must not sink its batch: bad data (class 22) and broken constraints (class 23) concern single rows. */
function isAboutRows(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.code ?? "");
}
