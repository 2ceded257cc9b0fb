/** Pages are full but for the last (lib/inbound/queries.ts). */
const PAGE_SIZE = 50;

/** Where the next page starts, or null when this one was the last. */
export function nextDelivery(rows: { id: string }[]): string | null {
  return rows.length < PAGE_SIZE ? null : (rows.at(-1)?.id ?? null);
}
