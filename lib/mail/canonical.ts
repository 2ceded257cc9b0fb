import { createHash } from "node:crypto";
import type { Email, EmailAddress } from "./email";

/**
 * Hex sha-256 of what makes a mail this mail: people, subject, date, Message-ID, bodies and files (`fileHashes`: hex sha-256 of
 * each attachment, in order). What the way of a mail adds does not count (Received, Delivered-To, envelope), nor what a
 * provider wraps around it: the same mail by two routes has one hash.
 */
export function contentHash(email: Email, fileHashes: readonly string[]): string {
  const canonical = JSON.stringify([
    "mailroom-1",
    email.messageId,
    address(email.from),
    addresses(email.to),
    addresses(email.cc),
    squeeze(email.subject),
    // Only while it has a date of its own does it count: a time of receipt differs by route.
    email.date?.toISOString() ?? null,
    body(email.text),
    body(email.html),
    fileHashes.toSorted(),
  ]);
  return createHash("sha256").update(canonical).digest("hex");
}

// Display names and order differ between a header and a provider's list of the same people.
function addresses(list: EmailAddress[]) {
  return [...new Set(list.map(address))].toSorted();
}

function address(person: EmailAddress | null) {
  return person && (person.address || person.name).toLowerCase();
}

// Line ends and white space at the end are lost on the way through JSON and list servers.
function body(text: string | null) {
  return text === null
    ? null
    : text
        .replace(/\r\n?/g, "\n")
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n")
        .trimEnd();
}

function squeeze(text: string) {
  return text.replace(/\s+/g, " ").trim();
}
