/** Which addresses lead to a mailbox. Pure. */

const MAILBOX_ADDRESS = /^[^\s@<>(),;:"\\]*@[^\s@<>(),;:"\\]+$/;

/** Lower case, without blanks around it; undefined when it is neither `name@domain` nor `@domain`. */
export function normaliseAddress(address: string): string | undefined {
  const lower = address.trim().toLowerCase();
  return MAILBOX_ADDRESS.test(lower) ? lower : undefined;
}

/** What may claim mail for this recipient, the most exact first: the address, without its `+tag`, its domain. */
export function routesOf(recipient: string): string[] {
  const address = normaliseAddress(recipient);
  if (!address) return [];

  const at = address.lastIndexOf("@");
  const name = address.slice(0, at);
  const domain = address.slice(at);
  const plus = name.indexOf("+", 1);
  return plus > 0 ? [address, name.slice(0, plus) + domain, domain] : [address, domain];
}
