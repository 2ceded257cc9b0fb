import { z } from "zod";
import { reasonOf } from "@/db/errors";
import { ops, readOps } from "./answers";
import { acceptEvents, RefusedEvent } from "./ingest";
import { loadMemory } from "./jobs";
import { MAX_STEPS } from "./limits";
import { openStore, type Store, scalar } from "./store";

const EVENT_ID_SEED = "x-inngest-event-id-seed";

/**
 * The `fetch` of an Inngest client: everything the SDK sends is answered here, in process, from the engine's tables.
 * Works in any process that reaches the database, with or without an engine in it.
 *
 * @param databaseUrl asked at the first request, not before
 */
export function embeddedFetch(databaseUrl: () => string): typeof fetch {
  return async (input, init) => {
    try {
      // The SDK passes addresses and strings. Built into a Request first, they would cost as much as the query.
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      const body = typeof init?.body === "string" ? init.body : "";
      return await route(openStore(databaseUrl()), path, body, new Headers(init?.headers).get(EVENT_ID_SEED));
    } catch (error) {
      // The SDK retries 5xx: the database may be on its way back.
      return refuse(error instanceof RefusedEvent ? error.status : 500, reasonOf(error));
    }
  };
}

async function route(store: Store, path: string, body: string, seed: string | null): Promise<Response> {
  if (path.startsWith("/e/")) return Response.json({ ids: await acceptEvents(store, JSON.parse(body), seed), status: 200 });
  const [, run = "", what] = /^\/(?:v1\/checkpoint|v0\/runs)\/([^/]+)\/(async|batch|actions)$/.exec(path) ?? [];
  if (what === "async") return takeCheckpoint(store, JSON.parse(body));
  if (what === "batch") return runEvents(store, run);
  if (what === "actions") return Response.json((await loadMemory(store, run)).steps);
  // The engine asks the app for its functions; nobody needs to register them.
  if (path === "/fn/register") return Response.json({ ok: true, modified: false, skipped: true });
  return refuse(501, `${path} is not supported by the embedded engine`);
}

const checkpointRequest = z.object({ qi_id: z.string().regex(/^\d+\.\d+$/), steps: ops });

/** 200: memoised, go on. 409: another worker has the job now, stop. Anything else makes the SDK answer with its steps instead. */
async function takeCheckpoint(store: Store, body: unknown): Promise<Response> {
  const { qi_id: held, steps } = checkpointRequest.parse(body);
  const [id = 0, claim = 0] = held.split(".").map(Number);
  const verdict = readOps(steps, {}, new Date());
  if (verdict.kind !== "continue" || verdict.memos.length < steps.length)
    return refuse(422, `${steps.map(({ op }) => op)} cannot be checkpointed`);
  const count = await store.checkpoint({ id, claim, memos: verdict.memos });
  if (count === null) return refuse(409, "the job was taken over");
  return count > MAX_STEPS ? refuse(422, `the run has more than ${MAX_STEPS} steps`) : Response.json({});
}

async function runEvents({ firm }: Store, runId: string): Promise<Response> {
  const events = await scalar(firm`select events from run where id = ${runId}`);
  return events ? Response.json(events) : refuse(404, "no such run");
}

function refuse(status: number, error: string): Response {
  return Response.json({ error, status }, { status });
}
