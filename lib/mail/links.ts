const MAX_HREF_CHARS = 8_192;
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * The address a link of a mail may lead to; undefined for anything but the web, mail and telephone. A bare `www.` gets its
 * scheme; a relative address leads nowhere from a mail.
 */
export function safeHref(href: string): string | undefined {
  // As browsers do: control characters and white space around are no part of an address, tabs and line breaks nowhere.
  const text = href.replace(/^[\p{Cc}\p{White_Space}]+|[\p{Cc}\p{White_Space}]+$/gu, "").replace(/[\t\r\n]/g, "");
  const address = /^www\./i.test(text) ? `http://${text}` : text.startsWith("//") ? `https:${text}` : text;
  if (address.length > MAX_HREF_CHARS || !/^[a-z]+:/i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return SCHEMES.has(url.protocol) ? url.href : undefined;
}
