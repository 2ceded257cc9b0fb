"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { env } from "@/env";
import { revealSecret, rotateSecret } from "@/lib/inbound/mutations";
import { sendSample } from "@/lib/operations/sample";
import { requireMember } from "@/lib/workspaces/gate";
import { reachedOrigin } from "@/lib/workspaces/origin";
import { mayAdminister } from "@/lib/workspaces/roles";
import { OVERLAPS } from "./overlaps";

export type SampleSent = { ok: true; deliveryId: string } | { ok: false; reason: string };

const sourceId = z.uuid();
const overlap = z.literal(OVERLAPS.map(({ seconds }) => seconds));

/** Undefined when somebody has seen it, or the viewer may not. */
export async function showSecret(id: string): Promise<string | undefined> {
  const viewer = await requireMember();
  return mayAdminister(viewer) ? revealSecret(viewer.workspaceId, sourceId.parse(id)) : undefined;
}

export async function rotate(id: string, overlapSeconds: number): Promise<string | undefined> {
  const viewer = await requireMember();
  if (!mayAdminister(viewer)) return undefined;
  const rotated = await rotateSecret(viewer.workspaceId, sourceId.parse(id), { overlapSeconds: overlap.parse(overlapSeconds) });
  return rotated?.secret;
}

export async function sendSampleMail(id: string): Promise<SampleSent> {
  const viewer = await requireMember();
  if (!mayAdminister(viewer)) return { ok: false, reason: "Owners and admins can send samples." };

  const origin = env().MAILROOM_LOOPBACK_URL ?? env().MAILROOM_URL ?? reachedOrigin(await headers()) ?? "";
  const answered = await sendSample(viewer.workspaceId, sourceId.parse(id), origin);
  if (answered?.status === 200 && answered.delivery) return { ok: true, deliveryId: answered.delivery };
  return { ok: false, reason: answered?.message ?? "The endpoint did not answer." };
}
