import punycode from "punycode/punycode.js";
import { getDomain } from "tldts";

/**
 * Why a reader is asked before a link is followed. `elsewhere`: it reads like an address on another domain. `lookalike`: its host
 * mixes alphabets that look alike. `punycode`: its host has letters beyond ASCII. `number`: its host is a bare IP address.
 * `userinfo`: what stands before an `@` passes for the host.
 */
export type LinkDoubt = "elsewhere" | "lookalike" | "punycode" | "number" | "userinfo";

const MAX_TEXT_CHARS = 2_000;
/** Endings of file names that are also top-level domains: without a scheme before them nobody means a host. */
const FILE_ENDINGS = /\.(?:md|sh|py|rs|zip|mov|pl|ps|cc|ai|so|app|csv|pdf|docx?|xlsx?|txt|js|ts|py|java)$/i;
/** Alphabets with letters that look like Latin ones. */
const LOOKALIKES = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];

/** What speaks against a link that reads `text` and leads to `href`, an address that `safeHref` let through. */
export function doubtLink(href: string, text: string): LinkDoubt[] {
  if (!URL.canParse(href)) return [];
  const url = new URL(href);
  if (url.protocol !== "http:" && url.protocol !== "https:") return [];

  const doubts: LinkDoubt[] = [];
  if (leadsElsewhere(url, text)) doubts.push("elsewhere");
  const written = writtenHost(url);
  if (written !== url.hostname) doubts.push(mixesAlphabets(written) ? "lookalike" : "punycode");
  if (/^\[|^[\d.]+$/.test(url.hostname)) doubts.push("number");
  if (url.username !== "" || url.password !== "") doubts.push("userinfo");
  return doubts;
}

/** The host as its owner writes it: `xn--mller-kva.test` is `müller.test`. */
export function writtenHost({ hostname }: URL): string {
  return /(?:^|\.)xn--/.test(hostname) ? punycode.toUnicode(hostname) : hostname;
}

function leadsElsewhere(url: URL, text: string): boolean {
  const named = namedHost(text);
  if (named === undefined) return false;
  const [said, real] = [domainOf(named), domainOf(url.hostname)];
  return said !== undefined && said !== real;
}

/** The host that a reader takes from the text, if it reads like an address. */
function namedHost(text: string): string | undefined {
  const words = text
    .slice(0, MAX_TEXT_CHARS)
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .trim();
  const found = /^(https?:\/\/|[^\s@/]{1,64}@)?((?:[\p{L}\p{N}_-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63})\.?(?::\d{1,5})?(?:[/?#]\S*)?$/iu.exec(
    words,
  );
  const [, start, host] = found ?? [];
  if (host === undefined || (start === undefined && !/^www\./i.test(host) && FILE_ENDINGS.test(host))) return undefined;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/** What can be registered by one owner; undefined for words that only look like a host. */
function domainOf(host: string): string | undefined {
  const domain = getDomain(host, { allowPrivateDomains: true });
  return domain ?? (/^[\d.]+$|^\[/.test(host) ? host : undefined);
}

function mixesAlphabets(host: string): boolean {
  return host.split(".").some((label) => {
    const foreign = LOOKALIKES.filter((alphabet) => alphabet.test(label)).length;
    // A whole label of letters that pass for Latin is no better than a single one among Latin letters.
    return foreign > 1 || (foreign === 1 && (/[a-z]/i.test(label) || /^[асеорхуіјѕһԁԛԝѵӏαοροικνυτ0-9-]+$/u.test(label)));
  });
}
