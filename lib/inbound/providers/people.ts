import { readAddresses } from "@/lib/mail/addresses";
import { type EmailAddress, MAX_ADDRESSES } from "@/lib/mail/email";
import { toByteString } from "@/lib/mail/mime/encoded-words";
import { MAX_HEADER_BYTES } from "@/lib/mail/mime/header-block";
import { Fields, isObject } from "./fields";

/**
 * Addresses as providers give them: one header-like string, an object with name and address, or a list of either. At most
 * `MAX_ADDRESSES`, and a note when there were more.
 */
export function readPeople(value: unknown, notes: string[], field: string): EmailAddress[] {
  const entries = Array.isArray(value) ? value : [value];
  const people: EmailAddress[] = [];
  let total = 0;
  for (const entry of entries) {
    const left = MAX_ADDRESSES - people.length;
    if (left === 0) total++;
    else {
      const found = typeof entry === "string" ? readList(entry, left) : readObject(entry, left);
      people.push(...found.addresses);
      total += found.total;
    }
  }
  if (total > people.length) notes.push(`${total} addresses in ${field}, of which the first ${people.length} are kept.`);
  return people;
}

// No header is longer, so no list in one string is.
function readList(text: string, limit: number) {
  return readAddresses(toByteString(text.slice(0, MAX_HEADER_BYTES)), limit);
}

function readObject(entry: unknown, limit: number): { addresses: EmailAddress[]; total: number } {
  if (!isObject(entry)) return { addresses: [], total: 0 };
  const fields = new Fields(entry);
  // mailparser's shape: { value: [{ name, address }], text }.
  const list = fields.get("value", "addresses");
  if (Array.isArray(list)) {
    const found = list.slice(0, MAX_ADDRESSES).flatMap((inner) => readObject(inner, 1).addresses);
    return { addresses: found.slice(0, limit), total: list.length };
  }
  const local = fields.text("mailbox", "local", "user");
  const host = fields.text("host", "domain");
  const address =
    fields.text("address", "email", "emailaddress", "mail") ?? (local && host ? `${local}@${host}` : fields.text("value", "text", "raw"));
  const parsed = readList(address ?? "", 1).addresses[0];
  const name = readName(fields.text("name", "displayname", "fullname", "personal", "label") ?? parsed?.name ?? "");
  if (!parsed && name === "") return { addresses: [], total: 0 };
  return { addresses: limit > 0 ? [{ name, address: parsed?.address ?? "" }] : [], total: 1 };
}

// A name given beside its address is a name, even if it looks like an address list: quoted, so that nothing is read out of it.
function readName(name: string): string {
  const quoted = `"${name.slice(0, 1_000).replace(/["\\]/g, "\\$&")}" <x@x>`;
  return name === "" ? "" : (readAddresses(toByteString(quoted), 1).addresses[0]?.name ?? "");
}
