import { GET as live } from "@/app/api/live/route";
import { GET as changes } from "@/app/api/v1/changes/route";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { announce } from "@/lib/live/announce";
import { closeLive } from "@/lib/live/listen";
import { findFeedEnd } from "@/lib/live/queries";
import { createOwner } from "@/lib/workspaces/mutations";
import { test as base, expect } from "../../support/server-test";
import { signedIn } from "../../support/session";

const test = base.extend<{
  ana: { headers: Headers; workspaceId: WorkspaceId };
  stream: (headers?: Record<string, string>) => Promise<Stream>;
}>({
  ana: async ({ database: _ }, use) => {
    const { workspaceId } = await createOwner({ email: "ana@acme.test", name: "Ana" });
    await use({ headers: await signedIn("ana@acme.test"), workspaceId });
  },

  stream: async ({ ana }, use) => {
    const leaving = new AbortController();
    await use(async (more = {}) => {
      const headers = new Headers(ana.headers);
      for (const [name, value] of Object.entries(more)) headers.set(name, value);
      return read(await live(new Request("http://127.0.0.1:3000/api/live", { headers, signal: leaving.signal })));
    });
    leaving.abort();
    await closeLive();
  },
});

test("a stream says that it is ready, and then tells what happens", async ({ ana, stream }) => {
  const { response, next } = await stream();
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(await next()).toMatchObject({ event: "ready", id: "0" });

  await tell(ana.workspaceId, "a");
  const told = await next();
  expect(told).toMatchObject({ event: "change", id: String(await findFeedEnd()) });
  expect(JSON.parse(told.data)).toMatchObject({ kind: "message.filed", seq: Number(told.id) });
  expect(told.data).not.toContain("workspaceId");
});

test("a stream that comes back tells first what was missed", async ({ ana, stream }) => {
  await tell(ana.workspaceId, "seen");
  const seen = await findFeedEnd();
  await tell(ana.workspaceId, "missed");

  const { until } = await stream({ "last-event-id": String(seen) });
  const told = await until("ready");
  expect(told.filter(({ event, id }) => event === "change" && Number(id) > seen)).toHaveLength(1);
});

test("a stream whose past is gone says to look at everything again", async ({ ana, stream }) => {
  await tell(ana.workspaceId, "a");
  const { next } = await stream({ "last-event-id": "999999" });
  expect(await next()).toMatchObject({ event: "reset", data: String(await findFeedEnd()) });
});

test("a shutdown ends the stream in good order", async ({ stream }) => {
  const { until, ended } = await stream();
  await until("ready");
  await closeLive();
  expect((await until("bye")).at(-1)?.event).toBe("bye");
  expect(await ended()).toBe(true);
});

test("who is not signed in hears nothing", async () => {
  const response = await live(new Request("http://127.0.0.1:3000/api/live"));
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ error: "Sign in first." });
});

test("asking tells the same as the stream", async ({ ana }) => {
  const ask = async (query: string) =>
    (await changes(new Request(`http://127.0.0.1:3000/api/v1/changes${query}`, { headers: ana.headers }), undefined)).json();
  await tell(ana.workspaceId, "before");
  const { cursor } = (await ask("")) as { cursor: number };
  await tell(ana.workspaceId, "a");

  const answer = (await ask(`?after=${cursor}`)) as { cursor: number; changes: { seq: number }[] };
  expect(answer.changes.map(({ seq }) => seq).filter((seq) => seq > cursor)).toEqual([answer.cursor]);
  expect(await ask("?after=999999")).toMatchObject({ changes: null });
});

function tell(workspaceId: WorkspaceId, dedupe: string) {
  return db.transaction((tx) => announce(tx, { workspaceId, kind: "message.filed", dedupe }));
}

interface Event {
  event: string;
  id: string;
  data: string;
}

type Stream = ReturnType<typeof read>;

/** Reads a stream event by event, as WHATWG HTML §9.2.6 says. */
function read(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no stream");
  let text = "";

  async function next(): Promise<Event> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end !== -1) {
        const fields = Object.fromEntries(
          text
            .slice(0, end)
            .split("\n")
            .map((line) => line.split(/: ?(.*)/s)),
        );
        text = text.slice(end + 2);
        if (fields.event && fields.event !== "beat") return { id: "", data: "", ...fields };
        continue;
      }
      const { done, value } = await (reader as ReadableStreamDefaultReader<string>).read();
      if (done) throw new Error("the stream ended");
      text += value;
    }
  }

  async function until(event: string): Promise<Event[]> {
    const events: Event[] = [];
    do events.push(await next());
    while (events.at(-1)?.event !== event);
    return events;
  }

  return { response, next, until, ended: async () => (await reader.read()).done };
}
