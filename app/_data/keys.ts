// Keys of the browser's cache. Shared with pages, which fill it on the server: no import of anything that runs only in one of the two.

export const mailboxesKey = ["mailboxes"] as const;
export const allConversationsKey = ["conversations"] as const;
export const conversationsKey = (mailboxId: string, lane: string) => ["conversations", mailboxId, lane] as const;
export const foundConversationsKey = (mailboxId: string, query: string) => ["found", mailboxId, query] as const;
export const conversationKey = (conversationId: string) => ["conversation", conversationId] as const;
export const allBodiesKey = ["body"] as const;
export const bodyKey = (messageId: string) => ["body", messageId] as const;
export const sourceKey = (messageId: string) => ["source", messageId] as const;
export const invitationsKey = (messageId: string) => ["invitations", messageId] as const;
export const allDeliveriesKey = ["deliveries"] as const;
export const deliveriesKey = (state: string | undefined) => ["deliveries", state ?? "all"] as const;
export const deliveryKey = (deliveryId: string) => ["delivery", deliveryId] as const;
