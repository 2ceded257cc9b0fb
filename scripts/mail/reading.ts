import { contentDisposition, displayName, extensionOf } from "@/lib/mail/filename";
import { foldHtml } from "@/lib/mail/fold-html";
import { sanitiseHtml } from "@/lib/mail/html";
import { foldText } from "@/lib/mail/quotes";
import { textOf, type Verb } from "./verb";

/** `sanitise`: the HTML that is shown of a mail, and what was kept out of it. */
export const sanitise: Verb = {
  about: "HTML → the HTML that is shown, remote images, trackers; with --stream, a JSON string a line",
  run: async (input) => sanitiseHtml(textOf(input)),
  runLine: async (line) => sanitiseHtml(stringOf(line)),
};

/** `fold`: which part of a body is an earlier mail, and by which rule. */
export const fold: Verb = {
  about: "a body, text or --html → visible and folded part, and the rule",
  run: async (input, argv) => foldBody(textOf(input), argv),
  runLine: async (line, argv) => foldBody(stringOf(line), argv),
};

/** `filename`: the name an attachment is shown and downloaded under. */
export const filename: Verb = {
  about: "a file name → how it is shown, its extension, the download header",
  run: async (input) => nameFile(textOf(input).replace(/\r?\n$/, "")),
  runLine: async (line) => nameFile(stringOf(line)),
};

function foldBody(body: string, argv: string[]) {
  const html =
    argv.includes("--html") ||
    (!argv.includes("--text") && /^\s*<(?:!doctype|html|body|div|p|table|blockquote|meta|head|span)[\s>]/i.test(body));
  return html ? { kind: "html", ...foldHtml(body) } : { kind: "text", ...foldText(body) };
}

function nameFile(name: string) {
  const shown = displayName(name);
  return { filename: name, display: shown, extension: extensionOf(shown), contentDisposition: contentDisposition("attachment", name) };
}

// Lines hold JSON strings, because bodies and names may hold line breaks; anything else is taken as it stands.
function stringOf(line: string): string {
  if (!/^\s*"/.test(line)) return line;
  try {
    return String(JSON.parse(line));
  } catch {
    return line;
  }
}
