"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { forgetImageConsent } from "@/lib/images/consent";
import { requireMember } from "@/lib/workspaces/gate";

/** From now on the workspace is asked again before images of this sender are loaded. */
export async function forgetConsent(id: string) {
  const { workspaceId } = await requireMember();
  await forgetImageConsent(workspaceId, z.uuid().parse(id));
  refresh();
}
