import type { Receipt } from "./receive";
import type { Refusal } from "./refusals";
import type { Scheme } from "./signatures/schemes";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  json: Record<string, string>;
}

/** What the sender is told. A variant is new to us, so it is `accepted` like any other. */
export function answer(source: { verification: Scheme }, receipt: Receipt): Answer {
  if (!receipt.ok) return refusalAnswer(receipt.refusal, source.verification);
  const status = receipt.status === "duplicate" ? "duplicate" : "accepted";
  return { status: 200, headers: {}, json: { status, delivery: receipt.deliveryId } };
}

export function refusalAnswer({ status, error, message, retryAfterSeconds }: Refusal, scheme?: Scheme): Answer {
  return {
    status,
    headers: {
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      ...(status === 405 && { allow: "GET, HEAD, POST" }),
      // Some senders (SNS) send their credentials only when asked for them.
      ...(status === 401 && scheme?.check === "token" && { "www-authenticate": 'Basic realm="mailroom"' }),
    },
    json: { error, message },
  };
}
