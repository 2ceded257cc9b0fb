/** One object of a PDF: what stands between `obj` and `endobj`. */
type PdfObject = string;

/**
 * A PDF whose first object is the catalogue and whose second the tree of pages; all others as they are given, from 3 on. Without a table of
 * where they are: readers find them.
 */
export function pdfOf(objects: PdfObject[], { trailer = "" } = {}): Buffer {
  const body = ["<</Type/Catalog/Pages 2 0 R>>", ...objects].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n${body.join("")}trailer<</Root 1 0 R${trailer}>>\n%%EOF\n`, "latin1");
}

/** A PDF with these lines of content, a page each. */
export function pdfPages(contents: string[], options?: { trailer?: string }): Buffer {
  const kids = contents.map((_, index) => `${4 + 2 * index} 0 R`).join(" ");
  return pdfOf(
    [
      `<</Type/Pages/Kids[${kids}]/Count ${contents.length}>>`,
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
      ...contents.flatMap((content, index) => [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents ${5 + 2 * index} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
        stream(content),
      ]),
    ],
    options,
  );
}

export function stream(content: string, more = ""): PdfObject {
  return `<</Length ${Buffer.byteLength(content, "latin1")}${more}>>stream\n${content}\nendstream`;
}

/** Content that writes a line of text. */
export function written(text: string): string {
  return `BT /F1 24 Tf 20 100 Td (${text}) Tj ET`;
}
