import { requestOutside } from "@/lib/outside/request";

const TIMEOUT_MS = 30_000;

export interface FetchFileOptions {
  /** Hosts, with a port unless it is the scheme's own, that may be reached over http and inside our network. */
  trustedHosts: readonly string[];
}

/**
 * Streams a file from an address that a stranger chose, over https unless the host is trusted (lib/outside/request.ts). Throws
 * `RefusedAddress` for what is not to be called, `Error` for what may work later.
 */
export function fetchFile(url: string, { trustedHosts }: FetchFileOptions): Promise<AsyncIterable<Uint8Array>> {
  return requestOutside(url, { trustedHosts, accept: "*/*", timeoutMs: TIMEOUT_MS });
}
