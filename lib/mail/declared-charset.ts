/** How far into a document the declaration is looked for; the HTML standard says the first 1,024 bytes. */
const MAX_HEAD_BYTES = 4_096;
const DECLARATION = /<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,60})/i;

/**
 * The charset that an HTML document declares for itself (HTML, "prescan a byte stream to determine its encoding"); null when it
 * does not. Counts only where the header of the part says nothing.
 */
export function declaredCharset(html: Uint8Array): string | null {
  const head = Buffer.from(html.subarray(0, MAX_HEAD_BYTES)).toString("latin1").replaceAll("&quot;", '"');
  const label = DECLARATION.exec(head)?.[1] ?? null;
  // What could be read as ASCII so far is not UTF-16, whatever it says.
  return label && /^utf-?16/i.test(label) ? "utf-8" : label;
}
