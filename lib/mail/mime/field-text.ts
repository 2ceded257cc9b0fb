import { decodeText } from "../charset";
import { decodeWords } from "./encoded-words";
import type { HeaderField } from "./header-block";

/**
 * Fields that servers write. No encoded word may stand in one (RFC 2047 §5), and servers copy into them what senders said: decoded, it
 * would end a comment, state a result or name a recipient.
 */
const TRACE =
  /^(?:authentication-results|arc-[a-z-]{1,40}|dkim-signature|received|received-spf|return-path|delivered-to|x-original-to|(?:x-)?envelope-to)$/i;

/** What a field says. `charset` is what raw 8-bit bytes are likely in. */
export function fieldText({ name, value }: HeaderField, charset: string | null = null): string {
  return TRACE.test(name) ? decodeText(Buffer.from(value, "latin1"), null) : decodeWords(value, charset);
}
