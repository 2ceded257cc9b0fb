import { UnreadableMail } from "@/lib/mail/email";

/** Versions of the JSON mail event that this mapper knows: any 1.x. */
const KNOWN = /^v?1(?:\.\d{1,6}){0,2}$/i;

/** Throws `UnreadableMail` for a version nobody here has read the description of: guessing would lose what it means. */
export function requireKnownVersion(version: unknown): void {
  if (version === undefined || version === null || version === "") return;
  const text = typeof version === "string" || typeof version === "number" ? String(version).trim() : "of an unknown kind";
  if (!KNOWN.test(text))
    throw new UnreadableMail(`schema_version ${text.slice(0, 50)} is not known to this version: it reads 1. Update, then retry.`);
}
