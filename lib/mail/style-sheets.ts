/**
 * The style sheets an HTML body brings, as they stand in it. What a parser would not take for one (in an attribute, say) may be among them:
 * they are cleaned all the same (css.ts). Linear.
 */
export function styleSheetsOf(html: string): string[] {
  const sheets: string[] = [];
  const opening = /<!--|<style(?=[\s/>])/gi;
  const closing = /<\/style/gi;
  for (let match = opening.exec(html); match; match = opening.exec(html)) {
    if (match[0] === "<!--") {
      // Also `<!-->`, which is a whole comment.
      const end = html.indexOf("-->", match.index + 2);
      if (end === -1) break;
      opening.lastIndex = end + 3;
      continue;
    }
    const start = html.indexOf(">", opening.lastIndex);
    if (start === -1) break;
    closing.lastIndex = start;
    const end = closing.exec(html)?.index ?? html.length;
    sheets.push(html.slice(start + 1, end));
    opening.lastIndex = end;
  }
  return sheets;
}
