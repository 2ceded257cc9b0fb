import { z } from "zod";
import { setAuthservIds } from "@/lib/inbound/authserv-ids";
import { PROVIDER_ID } from "@/lib/mail/authentication-results";
import { command } from "./command";
import { getSource, getWorkspaceId } from "./workspace";

export const sourceTrust = command({
  name: "source trust",
  about: "Name the mail servers whose Authentication-Results count; without one, none does",
  takes: "[<key>]",
  options: {
    source: { value: "<key>", about: "which; may be left out if there is only one" },
    provider: { about: "what the provider itself says of its checks, in its events" },
    "authserv-id": { value: "<name>", about: "as the header begins, e.g. mx.example.com; may be given several times", multiple: true },
  },
  schema: z.object({
    source: z.string().optional(),
    provider: z.boolean().default(false),
    "authserv-id": z.array(z.string().trim().min(1).max(253)).max(20).default([]),
  }),
  async does({ source, provider, "authserv-id": named }, [key]) {
    const workspaceId = await getWorkspaceId();
    const { id, key: found } = await getSource(workspaceId, key ?? source);
    const ids = provider ? [...named, PROVIDER_ID] : named;
    const authservIds = (await setAuthservIds(workspaceId, id, ids)) ?? [];
    return {
      json: { key: found, authservIds },
      lines: [authservIds.length > 0 ? `Trusted: ${authservIds.join(", ")}` : "No server is trusted"],
    };
  },
});
