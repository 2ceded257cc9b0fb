import { listSources, readSecret } from "@/lib/inbound/queries";
import { endpointOf } from "@/lib/operations/sender";
import { findFirstWorkspace } from "@/lib/workspaces/queries";
import type { Endpoint } from "./load";

/** The endpoint that the first start of the app at `origin` made, in the database this process looks at. */
export async function findFirstEndpoint(origin: string): Promise<Endpoint> {
  const workspace = await findFirstWorkspace();
  const [source] = workspace ? await listSources(workspace.id) : [];
  const secret = source && (await readSecret(source.workspaceId, source.id));
  if (!source || !secret) throw new Error("the first start made no endpoint");
  return { url: endpointOf(source, origin), secret };
}
