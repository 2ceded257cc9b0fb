import { request as http, type IncomingMessage } from "node:http";
import { request as https } from "node:https";
import { publicLookup, RefusedAddress, refusePrivateLiteral } from "./public-address";

const MAX_REDIRECTS = 3;

export interface OutsideRules {
  /** Hosts, with a port unless it is the scheme's own, that may be reached over http and inside our network. */
  trustedHosts: readonly string[];
  /** Plain http to port 80 is fine too. */
  plainHttp?: boolean;
  accept: string;
  /** For everything: redirects, headers and the last byte. */
  timeoutMs: number;
}

/**
 * Asks an address that a stranger chose, with no cookie and no referrer, and answers what came with a 200. Only public
 * addresses on the scheme's own port, unless the host is trusted; every redirect is checked like the first address. Throws
 * `RefusedAddress` for what is not to be called, `Error` for what may work later. Past the time the answer breaks off.
 */
export async function requestOutside(url: string, rules: OutsideRules): Promise<IncomingMessage> {
  const signal = AbortSignal.timeout(rules.timeoutMs);
  let target = parse(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await get(target, rules, signal);
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
  if (!URL.canParse(url, base)) throw new RefusedAddress("The address is not a URL");
  return new URL(url, base);
}

function get(url: URL, { trustedHosts, plainHttp = false, accept }: OutsideRules, signal: AbortSignal): Promise<IncomingMessage> {
  const trusted = trustedHosts.includes(url.host);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && (plainHttp || trusted));
  if (!allowed) throw new RefusedAddress(`${url.protocol}//${url.host} is not ${plainHttp ? "on the web" : "https"}`);
  if (url.username || url.password) throw new RefusedAddress("The address carries a password");
  if (!trusted && url.port) throw new RefusedAddress(`${url.host} is not on the port of its scheme`);
  if (!trusted) refusePrivateLiteral(url.hostname);

  return new Promise((done, fail) => {
    const request = url.protocol === "https:" ? https : http;
    const outgoing = request(
      url,
      {
        lookup: trusted ? undefined : publicLookup(),
        agent: false,
        signal,
        headers: { "user-agent": "Mailroom", accept, "accept-encoding": "identity" },
      },
      done,
    );
    outgoing.on("error", fail).end();
  });
}
