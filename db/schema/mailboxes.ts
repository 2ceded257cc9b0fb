import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, type MailboxId, mailboxId, workspaceId } from "../columns";
import { workspaces } from "./accounts";

/** A shared inbox. */
export const mailboxes = pgTable(
  "mailboxes",
  {
    id: mailboxId().primaryKey(),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: "cascade" }),
    name: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.workspaceId, t.name)],
);

/** What routes to a mailbox: `help@acme.test`, or `@acme.test` for all of a domain. Lower case. */
export const mailboxAddresses = pgTable(
  "mailbox_addresses",
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: "cascade" }),
    mailboxId: uuid()
      .$type<MailboxId>()
      .notNull()
      .references(() => mailboxes.id, { onDelete: "cascade" }),
    address: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.workspaceId, t.address)],
);

export type Mailbox = typeof mailboxes.$inferSelect;
