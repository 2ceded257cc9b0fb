import { lookup as resolve } from "node:dns";
import { request as http, type IncomingMessage } from "node:http";
import { request as https } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 30_000;

/** An address a mail names and we will not call; the message is for people. */
export class RefusedAddress extends Error {
  override name = "RefusedAddress";
}

export interface FetchFileOptions {
  /** Hosts, with a port unless it is the scheme's own, that may be reached over http and inside our network. */
  trustedHosts: readonly string[];
}

/**
 * Streams a file from an address that a stranger chose. Only https on its own port to public addresses, unless the host is
 * trusted. The address is checked where the connection is made, so that a name cannot resolve to something else in between,
 * and again for every redirect. Throws `RefusedAddress` for what is not to be called, `Error` for what may work later.
 */
export async function fetchFile(url: string, options: FetchFileOptions): Promise<AsyncIterable<Uint8Array>> {
  let target = parse(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await get(target, options);
    const { statusCode = 0 } = response;
    if (statusCode === 200) return response;

    response.destroy();
    const { location } = response.headers;
    if (statusCode < 300 || statusCode >= 400 || !location) throw new Error(`${target.host} answered ${statusCode}`);
    target = parse(location, target);
  }
  throw new RefusedAddress(`${target.host} redirects more than ${MAX_REDIRECTS} times`);
}

function parse(url: string, base?: URL): URL {
  if (!URL.canParse(url, base)) throw new RefusedAddress("The address of the file is not a URL");
  return new URL(url, base);
}

function get(url: URL, { trustedHosts }: FetchFileOptions): Promise<IncomingMessage> {
  const trusted = trustedHosts.includes(url.host);
  const allowed = url.protocol === "https:" || (trusted && url.protocol === "http:");
  if (!allowed) throw new RefusedAddress(`${url.protocol}//${url.host} is not https`);
  if (url.username || url.password) throw new RefusedAddress("The address of the file carries a password");
  if (!trusted && url.port) throw new RefusedAddress(`${url.host} is not on the https port`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A literal address is never looked up, so it is checked here.
  if (!trusted && isIP(host) && !isPublic(host)) throw new RefusedAddress(`${host} is not a public address`);

  return new Promise((done, fail) => {
    const request = url.protocol === "https:" ? https : http;
    const outgoing = request(
      url,
      {
        lookup: trusted ? undefined : publicLookup,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { "user-agent": "Mailroom", accept: "*/*", "accept-encoding": "identity" },
      },
      done,
    );
    outgoing.on("error", fail).end();
  });
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublic(address)))
      return callback(new RefusedAddress(`${hostname} is not at a public address`), "", 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === "unicast";
}
