import { z } from "zod";
import { imageConsentKind } from "@/db/schema";
import { allowImages } from "@/lib/images/consent";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

const consent = z.object({ kind: z.enum(imageConsentKind.enumValues) });

/**
 * Shows remote images of this message's sender, or of their whole domain, from now on: `{ kind: "sender" | "domain" }`. The settings
 * take it back.
 *
 * - 200 remembered: the same `{ kind }`
 * - 400 neither of the two
 * - 404 no such message in this workspace, or nobody it could be said of
 */
export const PUT = forViewer<RouteContext<"/api/v1/messages/[messageId]/images">>(async (viewer, request, { params }) => {
  const wanted = consent.safeParse(await request.json().catch(() => undefined));
  if (!wanted.success) return refusal(400, 'kind must be "sender" or "domain".');
  const id = z.uuid().safeParse((await params).messageId);
  const done = id.success && (await allowImages(viewer, id.data, wanted.data.kind));
  return done ? answer(wanted.data) : refusal(404, "There is nobody whose images this could allow.");
});
