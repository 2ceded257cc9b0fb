import type { LookupAddress } from "node:dns";
import { expect, test } from "@playwright/test";
import { publicLookup, RefusedAddress, refusePrivateLiteral } from "@/lib/outside/public-address";

/** What a connection would be made to, when the name resolves to these. */
function connectsTo(...addresses: string[]): Promise<unknown> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const lookup = publicLookup((_name, _options, callback) => callback(null, found));
  return new Promise((done, fail) => {
    lookup("pictures.test", {}, (error, address) => (error ? fail(error) : done(address)));
  });
}

test("a name is called at the very address that was checked", async () => {
  expect(await connectsTo("93.184.216.34", "2606:2800:220:1::1")).toBe("93.184.216.34");
});

for (const inside of [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.0.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "192.0.2.1",
  "::",
  "::1",
  "fe80::1",
  "fc00::1",
  "ff02::1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
]) {
  test(`a name that leads to ${inside} is not called, not even beside a public address`, async () => {
    await expect(connectsTo(inside)).rejects.toThrow(RefusedAddress);
    await expect(connectsTo("93.184.216.34", inside)).rejects.toThrow(RefusedAddress);
    const { hostname } = new URL(`http://${inside.includes(":") ? `[${inside}]` : inside}/`);
    expect(() => refusePrivateLiteral(hostname)).toThrow(RefusedAddress);
  });
}

test("a name that leads nowhere is not called", async () => {
  await expect(connectsTo()).rejects.toThrow(RefusedAddress);
});
