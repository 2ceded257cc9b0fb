export * from "./accounts";
export * from "./attachments";
export * from "./conversations";
export * from "./deliveries";
export * from "./feed";
export * from "./mailboxes";
export * from "./messages";
export * from "./sources";
