import type { Route } from "next";
import type { Lane } from "@/db/schema";

/** What the address says is shown. */
export interface Selection {
  mailboxId: string;
  lane: Lane;
  conversationId?: string;
}

const SELECTION = /^\/m\/([^/]+)(\/automated)?(?:\/c\/([^/]+))?$/;

/** A mailbox's conversations of people; those of machines have a view beside it. */
export function mailboxPath(mailboxId: string, lane: Lane = "inbox"): Route {
  return `/m/${mailboxId}${lane === "automated" ? "/automated" : ""}` as Route;
}

/** A conversation beside the list of its lane. */
export function conversationPath(mailboxId: string, conversationId: string, lane: Lane = "inbox"): Route {
  return `${mailboxPath(mailboxId, lane)}/c/${conversationId}` as Route;
}

export function parseSelection(pathname: string): Selection | undefined {
  const [, mailboxId, automated, conversationId] = SELECTION.exec(pathname) ?? [];
  return mailboxId ? { mailboxId, lane: automated ? "automated" : "inbox", ...(conversationId ? { conversationId } : {}) } : undefined;
}
