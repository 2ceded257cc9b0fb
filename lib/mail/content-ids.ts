const REFERENCE = /\bcid:([^"'<>()\s]{1,998})/gi;
/** References looked at in one body. */
const MAX_REFERENCES_READ = 10_000;

/** Which parts of a mail its HTML body shows. */
export interface ShownParts {
  has(contentId: string): boolean;
}

/** Reads the `cid:` addresses of a body (RFC 2392). Case does not count, though it should: senders do not know. */
export function shownParts(html: string | null): ShownParts {
  const shown = new Set<string>();
  let left = MAX_REFERENCES_READ;
  for (const [, reference = ""] of html?.matchAll(REFERENCE) ?? []) {
    if (left-- === 0) break;
    shown.add(decoded(reference.replaceAll("&amp;", "&")).toLowerCase());
  }
  return { has: (contentId) => shown.has(contentId.toLowerCase()) };
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
