import { after } from "next/server";
import { answer, refusalAnswer } from "@/lib/inbound/answer";
import type { DoorSource } from "@/lib/inbound/door-source";
import { receive } from "@/lib/inbound/receive";
import { unknownSource, wrongMethod } from "@/lib/inbound/refusals";
import { traceRejection } from "@/lib/inbound/rejections";
import { explanation, incoming, toResponse } from "@/lib/inbound/web";
import { emitAccepted } from "@/lib/jobs/emit-accepted";

export async function takeIn(request: Request, source: DoorSource | undefined): Promise<Response> {
  if (!source) return toResponse(refusalAnswer(unknownSource));

  const receipt = await receive(source, incoming(request));
  if (!receipt.ok) after(() => traceRejection(source, receipt.refusal));
  else if (receipt.status !== "duplicate") after(() => emitAccepted([{ id: receipt.deliveryId, workspaceId: source.workspaceId }]));

  return toResponse(answer(source, receipt));
}

export function showEndpoint(request: Request, source: DoorSource | undefined): Response {
  return explanation(request, source?.verification);
}

export function refuseMethod(): Response {
  return toResponse(refusalAnswer(wrongMethod));
}
