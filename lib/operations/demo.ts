import "server-only";
import { demoPosts } from "@/lib/demo/demo";
import { listSources } from "@/lib/inbound/queries";
import { markDemoPosted } from "@/lib/workspaces/mutations";
import { findDemoPending } from "@/lib/workspaces/queries";
import { openSender } from "./sender";

/**
 * Posts the demo's mails through the door at `origin`, signed, if a first start asked for them and they did not all go in yet.
 * Repeated after an interruption it posts the very same bytes, which the door takes for what they are. Rejects when the door
 * refuses one: the next start goes on.
 */
export async function postDemo(origin: string, signal: AbortSignal): Promise<void> {
  const workspace = await findDemoPending();
  if (!workspace) return;
  const [source] = await listSources(workspace.id);
  const sender = source && (await openSender(workspace.id, source.id, origin));
  if (!sender) return;

  // Not by today's clock: the bytes must be the same when repeated. One after the other, as they were written.
  for (const [at, post] of demoPosts(workspace.createdAt).entries()) {
    if (signal.aborted) return;
    const { status, message } = await sender.post({ id: `demo-${at}`, ...post });
    if (status !== 200) throw new Error(`The door answered ${status} to demo mail ${at}: ${message ?? "without a word"}`);
  }
  await markDemoPosted(workspace.id);
}
