import { z } from "zod";
import type { Corrected, Corrector } from "@/lib/conversations/corrections/correct";
import { answer, refusal } from "../answers";
import { forViewer } from "../for-viewer";

interface Context {
  params: Promise<{ conversationId: string }>;
}

/**
 * A write that corrects where messages are: `{ conversationId, activityId }`, where the messages are now and what undo takes.
 *
 * - 400 the body is not what this correction needs
 * - 404 no such conversation in this workspace
 * - 409 it cannot be done, with the reason
 */
export function correction<Body>(
  body: z.ZodType<Body>,
  correct: (by: Corrector, conversationId: string, body: Body) => Promise<Corrected>,
) {
  return forViewer<Context>(async ({ workspaceId, userId }, request, { params }) => {
    const id = z.uuid().safeParse((await params).conversationId);
    if (!id.success) return refusal(404, "There is no such conversation.");
    const text = await request.text();
    const read = body.safeParse(parse(text === "" ? "{}" : text));
    if (!read.success) return refusal(400, sentenceOf(read.error));

    const corrected = await correct({ workspaceId, userId }, id.data, read.data);
    if (corrected.ok) return answer({ conversationId: corrected.conversationId, activityId: corrected.activityId });
    return refusal(corrected.missing ? 404 : 409, corrected.reason);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function sentenceOf({ issues: [issue] }: z.ZodError): string {
  const name = issue?.path.join(".");
  return name ? `${name} is not what it should be: ${issue?.message}.` : "The body must be a JSON object.";
}
