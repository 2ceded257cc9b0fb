import { z } from "zod";
import { parseOps, toMemo, tooLarge } from "./answers";
import { acceptEvents, RefusedEvent } from "./ingest";
import { MAX_STEPS } from "./limits";
import { openStore, type Store } from "./store";
import { checkpoint } from "./transitions";

/**
 * The `fetch` of an Inngest client: everything the SDK sends is answered here, in process, from the engine's tables.
 * Works in any process that reaches the database, with or without an engine in it.
 *
 * @param databaseUrl asked at the first request, not before
 */
export function embeddedFetch(databaseUrl: () => string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await route(openStore(databaseUrl()), request);
    } catch (error) {
      // The SDK retries 5xx: the database may be on its way back.
      return refuse(500, error instanceof Error ? error.message : String(error));
    }
  };
}

async function route(store: Store, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/e/")) return takeEvents(store, request);
  const [, run, what] =
    /^\/v1\/checkpoint\/([^/]+)\/(async)$/.exec(pathname) ?? /^\/v0\/runs\/([^/]+)\/(batch|actions)$/.exec(pathname) ?? [];
  if (run && what === "async") return takeCheckpoint(store, await request.json());
  if (run && what === "batch") return runEvents(store, run);
  if (run && what === "actions") return runSteps(store, run);
  // The engine asks the app for its functions; nobody needs to register them.
  if (pathname === "/fn/register") return Response.json({ ok: true, modified: false, skipped: true });
  return refuse(501, `${request.method} ${pathname} is not supported by the embedded engine`);
}

async function takeEvents(store: Store, request: Request): Promise<Response> {
  try {
    const ids = await acceptEvents(store, await request.json(), request.headers.get("x-inngest-event-id-seed"));
    return Response.json({ ids, status: 200 });
  } catch (error) {
    if (error instanceof RefusedEvent) return refuse(error.status, error.message);
    if (error instanceof SyntaxError) return refuse(400, "the body is not JSON");
    throw error;
  }
}

const checkpointRequest = z.object({ qi_id: z.string().regex(/^\d+\.\d+$/), steps: z.unknown().optional() });

/** 200: memoised, go on. 409: another worker has the job now, stop. Anything else makes the SDK answer with its steps instead. */
async function takeCheckpoint(store: Store, body: unknown): Promise<Response> {
  const { qi_id: held, steps } = checkpointRequest.parse(body);
  const [id, claim] = held.split(".").map(Number);
  const memos = [];
  for (const op of parseOps(steps)) {
    const memo = toMemo(op);
    if (!memo || tooLarge(memo)) return refuse(422, `${op.op} cannot be checkpointed`);
    memos.push(memo);
  }
  const count = await checkpoint(store, { id: id ?? 0, claim: claim ?? 0 }, memos);
  if (count === undefined) return refuse(409, "the job was taken over");
  return count > MAX_STEPS ? refuse(422, `the run has more than ${MAX_STEPS} steps`) : Response.json({});
}

async function runEvents(store: Store, runId: string): Promise<Response> {
  const [run] = await store.sql<{ events: unknown }[]>`select events from run where id = ${runId}`;
  return run ? Response.json(run.events) : refuse(404, "no such run");
}

async function runSteps(store: Store, runId: string): Promise<Response> {
  const rows = await store.sql<{ id: string; data: unknown; error: unknown }[]>`
    select id, data, error from step where run_id = ${runId} order by seq`;
  const entries = rows.map(({ id, data, error }) => [id, error === null ? { type: "data", data } : { type: "error", error }]);
  return Response.json(Object.fromEntries(entries));
}

function refuse(status: number, error: string): Response {
  return Response.json({ error, status }, { status });
}
