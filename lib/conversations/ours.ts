import "server-only";
import { sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { routesOf } from "@/lib/workspaces/addresses";

/** `mailbox` receives mail for us, also behind a `+tag`; `domain` lies in one that does; `member` is one of our people. */
export type OurKind = "mailbox" | "domain" | "member";

/** Which of these addresses (lower case) are ours, and how. */
export async function findOurs(tx: Db | Tx, workspaceId: WorkspaceId, addresses: readonly string[]): Promise<Map<string, OurKind>> {
  const routes = new Map([...new Set(addresses)].map((address) => [address, routesOf(address)]));
  const wanted = JSON.stringify([...new Set([...routes.values()].flat())]);
  const rows = await tx.execute<{ address: string; member: boolean }>(sql`
    with asked as materialized (select jsonb_array_elements_text(${wanted}::jsonb) as address)
    select address, false as member from mailbox_addresses where workspace_id = ${workspaceId} and address in (select address from asked)
    union all
    select lower(users.email), true from members join users on users.id = members.user_id
    where members.workspace_id = ${workspaceId} and lower(users.email) in (select address from asked)`);

  const claimed = new Set(rows.flatMap(({ address, member }) => (member ? [] : [address])));
  const members = new Set(rows.flatMap(({ address, member }) => (member ? [address] : [])));
  const ours = new Map<string, OurKind>();
  for (const [address, candidates] of routes) {
    const claim = candidates.find((candidate) => claimed.has(candidate));
    if (claim && !claim.startsWith("@")) ours.set(address, "mailbox");
    else if (members.has(address)) ours.set(address, "member");
    else if (claim) ours.set(address, "domain");
  }
  return ours;
}
