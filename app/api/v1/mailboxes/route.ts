import { listMailboxSummaries } from "@/lib/conversations/sidebar";
import { answer } from "../answers";
import { forViewer } from "../for-viewer";

/** The mailboxes of the workspace by name, each with how many conversations the viewer has not read, and how many deliveries failed. */
export const GET = forViewer(async (viewer) => answer(await listMailboxSummaries(viewer.workspaceId, viewer.userId)));
