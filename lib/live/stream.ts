import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { BEAT_MS, encodeChange, encodeRetry, encodeSignal, type LiveChange, toChange } from "./channel";
import { liveFeed } from "./listen";
import { findFeedEnd, listMissed } from "./queries";

const RETRY_MS = 2_000;
/** A stream ends itself before the platform does (300 s on Vercel), and so that a session revoked meanwhile loses it. */
const LIFE_MS = 4 * 60_000;
/** Streams opened together must not all come back together. */
const LIFE_SPREAD_MS = 15_000;
/** Events kept for a browser that does not read. Past that it has to come back and catch up. */
const MAX_WAITING = 1_000;

interface Audience {
  workspaceId: WorkspaceId;
  userId: string;
}

/**
 * The live stream of one person, from `after` on or, without it, from now on. Subscribed before the past is read, so that
 * nothing falls between. Rejects when the database cannot be reached. Ends by itself, with `bye`, after about four minutes.
 */
export async function openLiveStream(audience: Audience, after: number | undefined, signal: AbortSignal) {
  const waiting: { change: LiveChange; inOrder: boolean }[] = [];
  const line: Line = { change: (change, inOrder) => void waiting.push({ change, inOrder }), close: () => undefined };

  const unsubscribe = await liveFeed().subscribe({
    ...audience,
    change: (change, inOrder) => line.change(change, inOrder),
    close: () => line.close(),
  });

  try {
    const end = await findFeedEnd();
    const missed = after === undefined ? [] : await listMissed(audience.workspaceId, audience.userId, after);
    return toStream(line, unsubscribe, signal, (write) => {
      write(encodeRetry(RETRY_MS));
      for (const row of missed ?? []) write(encodeChange(toChange(row), row.seq > (after ?? 0)));
      for (const { change, inOrder } of waiting) write(encodeChange(change, inOrder));
      const told = [...(missed ?? []), ...waiting.map(({ change }) => change)].map(({ seq }) => seq);
      write(encodeSignal(missed ? "ready" : "reset", Math.max(end, ...told)));
    });
  } catch (error) {
    unsubscribe();
    throw error;
  }
}

/** Where the changes of a subscription go: first aside, then into the stream. */
interface Line {
  change(change: LiveChange, inOrder: boolean): void;
  close(): void;
}

function toStream(line: Line, unsubscribe: () => void, signal: AbortSignal, begin: (write: (chunk: Uint8Array) => void) => void) {
  let stop = () => unsubscribe();

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const beat = setInterval(() => write(encodeSignal("beat")), BEAT_MS);
        const life = setTimeout(() => line.close(), LIFE_MS + Math.random() * LIFE_SPREAD_MS);

        // A browser that leaves shows as an abort, as a cancel, or as both, and on some paths as neither until the next beat fails.
        stop = () => {
          clearInterval(beat);
          clearTimeout(life);
          unsubscribe();
          signal.removeEventListener("abort", stop);
        };

        function write(chunk: Uint8Array) {
          try {
            controller.enqueue(chunk);
          } catch {
            stop();
          }
        }

        line.close = () => {
          write(encodeSignal("bye"));
          stop();
          controller.close();
        };
        line.change = (change, inOrder) => {
          if ((controller.desiredSize ?? 0) < -MAX_WAITING) line.close();
          else write(encodeChange(change, inOrder));
        };

        signal.addEventListener("abort", stop);
        begin(write);
        if (signal.aborted) stop();
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 16 },
  );
}
