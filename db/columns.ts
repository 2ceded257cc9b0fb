import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

import { newId } from "./new-id";

export { newId };

declare const scope: unique symbol;

/** Scope is a type (I10): only rows and the gate (lib/workspaces/gate.ts) hand these out. */
export type WorkspaceId = string & { readonly [scope]: "workspace" };
export type MailboxId = string & { readonly [scope]: "mailbox" };

export const id = () => uuid().primaryKey().$defaultFn(newId);

/**
 * Milliseconds, as a JS Date holds. With Postgres's default microseconds, a page cursor read back through JS
 * falls between two rows and loses those on the border.
 */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });
export const createdAt = () => instant().notNull().defaultNow();

export const workspaceId = () => uuid().$type<WorkspaceId>().notNull();
export const mailboxId = () => uuid().$type<MailboxId>().notNull();

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
