import type { FailedCheck } from "./signatures/verdict";

/** Everything that is not taken in, by the check it failed. `error` is part of the endpoint's contract (docs/webhooks.md). */
export interface Refusal {
  status: 401 | 404 | 405 | 408 | 413 | 415 | 400 | 429 | 500 | 503;
  error: FailedCheck | "unknown" | "method" | "size" | "slow" | "type" | "encoding" | "length" | "backlog" | "busy" | "unavailable";
  /** One plain sentence for whoever sent the request. */
  message: string;
  /** For the trace that people of the source see, never for the answer. */
  expected?: string;
  seen?: string;
  retryAfterSeconds?: number;
}

export const unknownSource: Refusal = { status: 404, error: "unknown", message: "There is no endpoint at this address." };
export const wrongMethod: Refusal = { status: 405, error: "method", message: "This endpoint takes POST." };
export const busy: Refusal = { status: 503, error: "busy", message: "Too much is coming in at once: send it again.", retryAfterSeconds: 2 };
export const unavailable: Refusal = {
  status: 503,
  error: "unavailable",
  message: "The mail could not be stored: send it again.",
  retryAfterSeconds: 5,
};
export const backlogged: Refusal = {
  status: 429,
  error: "backlog",
  message: "Too much waits to be filed: send it again later.",
  retryAfterSeconds: 30,
};
export const tooSlow: Refusal = { status: 408, error: "slow", message: "The body came too slowly." };

export function tooLarge(maxBytes: number, declared?: number): Refusal {
  const seen = declared === undefined ? "a longer body" : `${declared} bytes`;
  return { status: 413, error: "size", message: `The body is over ${maxBytes} bytes.`, expected: `at most ${maxBytes} bytes`, seen };
}

/** Our side of the line may be at fault: never a code that ends the sender's retries. */
export function cutOnTheWay(declared: number | undefined): Refusal {
  const expected = declared === undefined ? "the whole body" : `${declared} bytes, as Content-Length says`;
  return { status: 500, error: "length", message: "The body did not arrive whole: send it again.", expected, seen: "another length" };
}

export function wrongType(contentType: string): Refusal {
  return {
    status: 415,
    error: "type",
    message: "The body must be JSON (application/json) or a mail (message/rfc822).",
    expected: "application/json, message/rfc822 or text/plain",
    seen: contentType,
  };
}

export function wrongEncoding(encoding: string): Refusal {
  return { status: 415, error: "encoding", message: "The body must not be compressed.", expected: "no Content-Encoding", seen: encoding };
}
