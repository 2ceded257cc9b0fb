import type { WorkspaceId } from "@/db/columns";
import type { Encoding } from "./compress";

/** A checked request on its way into `deliveries`. */
export interface NewDelivery {
  id: string;
  workspaceId: WorkspaceId;
  sourceId: string;
  dedupeKey: string;
  variantOf: string | null;
  bodySha256: string;
  contentType: string;
  /** Of the body as it came, in bytes. */
  size: number;
  encoding: Encoding;
  /** Null when it is in the blob store under `bodyKey`. */
  body: Buffer | null;
  bodyKey: string | null;
  headers: Record<string, string>;
}

/**
 * What became of it once committed (I1). A `duplicate` is the delivery that came before, under `id`; a `variant` carries
 * another's event id over other bytes, and is kept as a delivery of its own.
 */
export interface Accepted {
  status: "accepted" | "duplicate" | "variant";
  id: string;
}
