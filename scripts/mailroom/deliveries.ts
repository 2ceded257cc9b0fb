import { z } from "zod";
import type { WorkspaceId } from "@/db/columns";
import { type DeliveryState, deliveryState } from "@/db/schema";
import { reviveDelivery } from "@/lib/inbound/mutations";
import { type DeliveryDetail, type DeliveryRow, findDelivery, listDeliveries, openDeliveryBody } from "@/lib/inbound/queries";
import { type Command, command } from "./command";
import { Refused, UsageError } from "./errors";
import { plain, table, when, write } from "./output";
import { getWorkspaceId } from "./workspace";

const states = deliveryState.enumValues;

const deliveriesList = command({
  name: "deliveries list",
  about: "Show what came in, newest first",
  options: {
    state: { value: "<state>", about: states.join(", ") },
    limit: { value: "<count>", about: "at most so many (50)" },
  },
  schema: z.object({
    state: z.enum(states, { error: `takes one of ${states.join(", ")}` }).optional(),
    limit: z.coerce.number({ error: "takes a count" }).int().min(1).max(100_000).default(50),
  }),
  async does({ state, limit }) {
    const deliveries = await listUpTo(limit, await getWorkspaceId(), state);
    const rows = deliveries.map((one) => [
      one.id,
      one.state,
      when(one.acceptedAt),
      one.sourceName,
      String(one.size),
      String(one.repeats),
      plain(one.reason ?? ""),
    ]);
    return { json: deliveries, lines: table(["ID", "STATE", "ACCEPTED", "SOURCE", "BYTES", "REPEATS", "REASON"], rows) };
  },
});

const deliveriesShow = command({
  name: "deliveries show",
  about: "Show one delivery with every step of its life",
  takes: "<id>",
  options: {},
  schema: z.object({}),
  async does(_, [id]) {
    const delivery = await getDelivery(await getWorkspaceId(), id);
    return { json: delivery, lines: linesOf(delivery) };
  },
});

/** Bytes as they came: to a file, to a viewer, back to the endpoint. */
const deliveriesRaw: Command = {
  name: "deliveries raw",
  about: "Print a delivery's body exactly as it was posted",
  takes: "<id>",
  options: {},
  async run({ positionals: [id] }) {
    const delivery = await getDelivery(await getWorkspaceId(), id);
    const body = await openDeliveryBody(delivery.id);
    for await (const chunk of body?.stream ?? []) await write(chunk);
  },
};

const deliveriesRetry = command({
  name: "deliveries retry",
  about: "File a failed delivery again, or all of them",
  takes: "[<id>]",
  options: { "all-dead": { about: "every one that failed" } },
  schema: z.object({ "all-dead": z.boolean().default(false) }),
  async does({ "all-dead": all }, [id]) {
    if (all === (id !== undefined)) throw new UsageError("say which: an id, or --all-dead");
    const workspaceId = await getWorkspaceId();
    const retried = all ? await reviveAll(workspaceId) : await reviveOne(workspaceId, id);
    await tellEngine(retried);
    return { json: { retried }, lines: [retried.length === 1 ? "Retrying 1 delivery" : `Retrying ${retried.length} deliveries`] };
  },
});

export const deliveriesCommands = [deliveriesList, deliveriesShow, deliveriesRaw, deliveriesRetry];

/** Page by page. */
async function listUpTo(limit: number, workspaceId: WorkspaceId, state: DeliveryState | undefined): Promise<DeliveryRow[]> {
  const rows: DeliveryRow[] = [];
  while (rows.length < limit) {
    const page = await listDeliveries(workspaceId, { state, after: rows.at(-1)?.id });
    if (page.length === 0) break;
    rows.push(...page);
  }
  return rows.slice(0, limit);
}

async function getDelivery(workspaceId: WorkspaceId, id: string | undefined): Promise<DeliveryDetail> {
  if (!id) throw new UsageError("say which delivery: its id stands in `deliveries list`");
  const delivery = z.uuid().safeParse(id).success ? await findDelivery(workspaceId, id) : undefined;
  if (!delivery) throw new Refused(`there is no delivery ${id}`);
  return delivery;
}

async function reviveOne(workspaceId: WorkspaceId, id: string | undefined): Promise<string[]> {
  const delivery = await getDelivery(workspaceId, id);
  if (!(await reviveDelivery(workspaceId, delivery.id)))
    throw new Refused(`delivery ${delivery.id} is ${delivery.state}: only a dead one can be retried`);
  return [delivery.id];
}

async function reviveAll(workspaceId: WorkspaceId): Promise<string[]> {
  const revived: string[] = [];
  for (;;) {
    // Each one revived leaves the list of the dead: always the first page.
    const dead = await listDeliveries(workspaceId, { state: "dead" });
    if (dead.length === 0) return revived;
    for (const { id } of dead) if (await reviveDelivery(workspaceId, id)) revived.push(id);
  }
}

/** A running server takes it from there; without one, the next start does. */
async function tellEngine(deliveryIds: string[]) {
  // Heavy, and needed by this command only.
  const { emitAgain } = await import("@/lib/jobs/emit-accepted");
  for (let at = 0; at < deliveryIds.length; at += EVENTS_AT_ONCE) await emitAgain(deliveryIds.slice(at, at + EVENTS_AT_ONCE));
}

const EVENTS_AT_ONCE = 100;

function linesOf({ receipts, ...delivery }: DeliveryDetail): string[] {
  const facts: [string, string][] = [
    ["Delivery", delivery.id],
    ["State", delivery.state],
    ["Reason", plain(delivery.reason ?? "-", 500)],
    ["Source", delivery.sourceName],
    ["Accepted", when(delivery.acceptedAt)],
    ["Finished", when(delivery.finishedAt)],
    ["Body", `${delivery.size} bytes of ${delivery.contentType}, sha256 ${delivery.bodySha256}`],
    ["Recognised by", plain(delivery.dedupeKey, 300)],
    ["Sent again", `${delivery.repeats} times`],
  ];
  const steps = receipts.map(({ at, step, ms, error }) => [when(at), step, `${ms} ms`, plain(error ?? "", 200)]);
  return [...table(["", ""], facts).slice(1), "", ...table(["AT", "STEP", "TOOK", "ERROR"], steps)];
}
