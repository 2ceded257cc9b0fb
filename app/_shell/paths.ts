import type { Route } from "next";

/** What the address says is shown. */
export interface Selection {
  mailboxId: string;
  conversationId?: string;
}

const SELECTION = /^\/m\/([^/]+)(?:\/c\/([^/]+))?$/;

export function mailboxPath(mailboxId: string): Route {
  return `/m/${mailboxId}` as Route;
}

export function conversationPath(mailboxId: string, conversationId: string): Route {
  return `/m/${mailboxId}/c/${conversationId}` as Route;
}

export function parseSelection(pathname: string): Selection | undefined {
  const [, mailboxId, conversationId] = SELECTION.exec(pathname) ?? [];
  return mailboxId ? { mailboxId, ...(conversationId ? { conversationId } : {}) } : undefined;
}

export function pathMailbox(pathname: string): string | undefined {
  return parseSelection(pathname)?.mailboxId;
}
