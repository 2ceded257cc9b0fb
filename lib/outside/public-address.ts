import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** An address a stranger names and we will not call; the message is for people. */
export class RefusedAddress extends Error {
  override name = "RefusedAddress";
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A `lookup` for connections that finds public addresses only. The connection is made to what was checked, so a name cannot
 * resolve to something else in between; a name with one private address among public ones is refused.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address)))
        return callback(new RefusedAddress(`${hostname} is not at a public address`), "", 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** A literal address is never looked up, so it is checked by itself. `host` is a URL's `hostname`, which knows no other notation. */
export function refusePrivateLiteral(host: string) {
  const literal = host.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !isPublic(literal)) throw new RefusedAddress(`${literal} is not a public address`);
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === "unicast";
}
