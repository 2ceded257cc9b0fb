/** Joins the lines that `format=flowed` broke (RFC 3676 §4). `text` has LF line ends. Quote depth is kept with `> `. */
export function decodeFlowed(text: string, deleteSpace: boolean): string {
  const lines: string[] = [];
  let open: { depth: number; pieces: string[] } | undefined;
  const close = () => {
    if (open) lines.push(quoteMark(open.depth) + open.pieces.join(""));
    open = undefined;
  };

  for (const line of text.split("\n")) {
    const depth = quoteDepth(line);
    const stuffed = line.slice(depth);
    const content = stuffed.startsWith(" ") ? stuffed.slice(1) : stuffed;
    const signature = content === "-- ";
    // A change of depth ends the paragraph whatever its last line says; the signature mark is never part of one.
    if (open && (open.depth !== depth || signature)) close();
    const flows = content.endsWith(" ") && !signature;
    open ??= { depth, pieces: [] };
    open.pieces.push(flows && deleteSpace ? content.slice(0, -1) : content);
    if (!flows) close();
  }
  close();
  return lines.join("\n");
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line[depth] === ">") depth++;
  return depth;
}

function quoteMark(depth: number) {
  return depth === 0 ? "" : `${">".repeat(depth)} `;
}
