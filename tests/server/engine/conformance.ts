import { Inngest } from "inngest";
import { Journal } from "./journal";
import { expect, type FunctionsOf, type Lab, listen, serveFunctions, test } from "./lab";

export { expect };

type Opened = Pick<Lab, "client" | "journal">;
type Body = (tools: { open(functions: FunctionsOf): Promise<Opened> }) => Promise<void>;

/**
 * A promise of Inngest, held against our engine in both modes, and against a real dev server when `INNGEST_DEV_URL`
 * names one. Looks only at what functions noted and clients were answered.
 */
export function conformance(promise: string, body: Body) {
  ours(promise, body);
  const devServer = process.env.INNGEST_DEV_URL;
  if (devServer) test(`${promise} (dev server)`, () => body({ open: (functions) => openTheirs(devServer, functions) }));
}

/** What only our engine promises, in both modes. */
export function ours(promise: string, body: Body) {
  for (const mode of ["checkpoint", "classic"] as const)
    test(`${promise} (${mode})`, ({ open }) => body({ open: (functions) => open(functions, { checkpoint: mode === "checkpoint" }) }));
}

async function openTheirs(baseUrl: string, functions: FunctionsOf): Promise<Opened> {
  const journal = new Journal();
  // Another app each time, so that the functions of the tests before do not answer.
  const client = new Inngest({ id: "lab", isDev: true, baseUrl, eventKey: "lab" });
  const { origin } = await listen(serveFunctions(client, functions(client, journal)));
  const synced = await fetch(`${origin}/api/inngest`, { method: "PUT" });
  expect(synced.ok).toBe(true);
  return { client, journal };
}
