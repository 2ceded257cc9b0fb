/** An answer that is no success. `message` is the server's sentence, or ours when it said nothing. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    /** 0: the server was not reached. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Asks our own JSON API. Throws an `ApiError`. */
export async function api<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers } }).catch(() => {
    throw new ApiError(0, "The server cannot be reached.");
  });
  if (!response.ok) throw new ApiError(response.status, await sentenceOf(response));
  return response.json() as Promise<T>;
}

/** Sends JSON to our own API. Throws an `ApiError`. */
export function send<T>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  return api(path, { method, headers: { "content-type": "application/json" }, body: body === undefined ? null : JSON.stringify(body) });
}

async function sentenceOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const said = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  return typeof said === "string" ? said : `The server answered ${response.status}.`;
}
