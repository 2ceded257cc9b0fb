import { pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, workspaceId } from "../columns";
import { users } from "./accounts";

export const imageConsentKind = pgEnum("image_consent_kind", ["sender", "domain"]);
export type ImageConsentKind = (typeof imageConsentKind.enumValues)[number];

/** Whose remote images a workspace loads without being asked each time. */
export const imageConsents = pgTable(
  "image_consents",
  {
    id: id(),
    workspaceId: workspaceId(),
    kind: imageConsentKind().notNull(),
    /** An address or a domain, in lower case. */
    value: text().notNull(),
    /** Who allowed it. */
    userId: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (t) => [unique("image_consents_of_sender").on(t.workspaceId, t.kind, t.value)],
);
