import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { readMail } from "@/lib/mail/read-mail";

// Mails as no program writes them, but as the rules of MIME allow: whatever stands in one is shown or is a file.

interface Leaf {
  type: string;
  disposition: string;
  filename: string | null;
  encoding: string;
}
type Tree = Leaf | { kind: string; children: Tree[]; preamble: boolean; closed: boolean };

const leaf: fc.Arbitrary<Leaf> = fc.record({
  type: fc.constantFrom(
    "",
    "text/plain",
    "text/html",
    "text/calendar",
    "text/csv",
    "image/png",
    "audio/x",
    "application/pdf",
    "message/rfc822",
    "x/y",
  ),
  disposition: fc.constantFrom("", "inline", "attachment", "form-data"),
  filename: fc.option(fc.constantFrom("a.txt", "b.png", "c")),
  encoding: fc.constantFrom("", "7bit", "base64", "quoted-printable"),
});
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: "mime" },
    leaf,
    fc.record({
      kind: fc.constantFrom("mixed", "alternative", "related", "digest", "signed", "report", "parallel", "appledouble", "x-made-up"),
      children: fc.array(tie("tree"), { minLength: 1, maxLength: 3, depthIdentifier: "mime" }),
      preamble: fc.boolean(),
      closed: fc.boolean(),
    }),
  ),
})).tree;

/** Writes a tree; each leaf says a word of its own, and a leaf with a name bears it with that word. */
function compose(root: Tree) {
  const words: { word: string; filename: string | null }[] = [];
  let boundaries = 0;
  const write = (node: Tree): string => {
    if (!("kind" in node)) return writeLeaf(node);
    const boundary = `=_${++boundaries}`;
    const parts = node.children.map((child) => `--${boundary}\r\n${write(child)}\r\n`).join("");
    const end = node.closed ? `--${boundary}--\r\n` : "";
    return `Content-Type: multipart/${node.kind}; boundary="${boundary}"\r\n\r\n${node.preamble ? "For old clients.\r\n" : ""}${parts}${end}`;
  };
  const writeLeaf = ({ type, disposition, filename, encoding }: Leaf) => {
    const word = `word${words.length}word`;
    const name = filename && (type || disposition) ? `${word}-${filename}` : null;
    words.push({ word, filename: name });
    const content = type === "message/rfc822" ? `Subject: inner\r\n\r\n${word}` : type === "text/html" ? `<p>${word}</p>` : word;
    const fields = [
      ...(type ? [`Content-Type: ${type}${name && !disposition ? `; name="${name}"` : ""}`] : []),
      ...(disposition ? [`Content-Disposition: ${disposition}${name ? `; filename="${name}"` : ""}`] : []),
      ...(encoding ? [`Content-Transfer-Encoding: ${encoding}`] : []),
    ];
    const body =
      encoding === "base64"
        ? Buffer.from(content).toString("base64")
        : content.replaceAll("=", encoding === "quoted-printable" ? "=3D" : "=");
    return `${fields.map((field) => `${field}\r\n`).join("")}\r\n${body}`;
  };
  const body = write(root);
  return { bytes: Buffer.from(`From: ana@customer.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n${body}`), words };
}

test("every part of a mail is shown or is a file, and a part with a name is a file of that name", () => {
  fc.assert(
    fc.property(tree, (root) => {
      const { bytes, words } = compose(root);
      const { text, html, attachments } = readMail(bytes);
      const files = attachments.map(({ content }) => (content.kind === "bytes" ? Buffer.from(content.bytes).toString("latin1") : ""));
      const shown = [text, html, ...files].join("\n");
      const names = new Set(attachments.map(({ filename }) => filename));
      const lost = words.filter(({ word, filename }) => !shown.includes(word) || (filename !== null && !names.has(filename)));
      expect(lost, lost.length > 0 ? bytes.toString() : "").toEqual([]);
    }),
    { numRuns: 500, seed: 8621 },
  );
});
