import "server-only";
import { groupCommit } from "./group-commit";
import { insertDelivery } from "./insert";
import type { Accepted, NewDelivery } from "./new-delivery";

/** Keeps a delivery by the means this process has. Returns once it is committed (I1); throws when that is not known. */
export function accept(row: NewDelivery): Promise<Accepted> {
  return groupCommit()?.keep(row) ?? insertDelivery(row);
}
