import { extensionOf } from "./filename";

/** What a part is for, where its type says more than "a file". Nothing is claimed about signatures: none is checked. */
export type PartLabel =
  | "calendar"
  | "mail"
  | "report"
  | "outlook"
  | "smime-signature"
  | "smime-envelope"
  | "pgp-signature"
  | "pgp-encrypted"
  | "pgp-key"
  | "contact";

const BY_TYPE: Record<string, PartLabel> = {
  "text/calendar": "calendar",
  "application/ics": "calendar",
  "message/rfc822": "mail",
  // RFC 6532 and 6533: the same in UTF-8.
  "message/global": "mail",
  "message/global-headers": "report",
  "message/global-delivery-status": "report",
  "message/global-disposition-notification": "report",
  "message/delivery-status": "report",
  "message/feedback-report": "report",
  "message/disposition-notification": "report",
  "text/rfc822-headers": "report",
  "application/ms-tnef": "outlook",
  "application/vnd.ms-tnef": "outlook",
  "application/pkcs7-signature": "smime-signature",
  "application/x-pkcs7-signature": "smime-signature",
  "application/pkcs7-mime": "smime-envelope",
  "application/x-pkcs7-mime": "smime-envelope",
  "application/pgp-signature": "pgp-signature",
  "application/pgp-encrypted": "pgp-encrypted",
  "application/pgp-keys": "pgp-key",
  "text/vcard": "contact",
  "text/x-vcard": "contact",
};
/** For senders that call everything a stream of octets. */
const BY_EXTENSION: Record<string, PartLabel> = {
  ics: "calendar",
  eml: "mail",
  p7s: "smime-signature",
  p7m: "smime-envelope",
  asc: "pgp-encrypted",
  pgp: "pgp-encrypted",
  gpg: "pgp-encrypted",
  vcf: "contact",
};
const VAGUE = new Set(["application/octet-stream", "application/x-unknown", ""]);

/** Undefined for an ordinary file. */
export function labelPart(contentType: string, filename: string | null): PartLabel | undefined {
  const type = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (Object.hasOwn(BY_TYPE, type)) return BY_TYPE[type];
  if (filename?.toLowerCase() === "winmail.dat") return "outlook";
  const extension = extensionOf(filename ?? "");
  return VAGUE.has(type) && Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}
