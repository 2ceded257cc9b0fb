import { z } from "zod";
import { setAuthservIds } from "@/lib/inbound/authserv-ids";
import { command } from "./command";
import { getSource, getWorkspaceId } from "./workspace";

export const sourceTrust = command({
  name: "source trust",
  about: "Name the mail servers whose Authentication-Results count; without one, none does",
  takes: "[<key>]",
  options: {
    source: { value: "<key>", about: "which; may be left out if there is only one" },
    "authserv-id": { value: "<name>", about: "as the header begins, e.g. mx.example.com; may be given several times", multiple: true },
  },
  schema: z.object({ source: z.string().optional(), "authserv-id": z.array(z.string().trim().min(1).max(253)).max(20).default([]) }),
  async does({ source, "authserv-id": ids }, [key]) {
    const workspaceId = await getWorkspaceId();
    const { id, key: found } = await getSource(workspaceId, key ?? source);
    const authservIds = (await setAuthservIds(workspaceId, id, ids)) ?? [];
    return {
      json: { key: found, authservIds },
      lines: [authservIds.length > 0 ? `Trusted: ${authservIds.join(", ")}` : "No server is trusted"],
    };
  },
});
