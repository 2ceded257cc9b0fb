/** A table as it stands in a file. Which of its lines is a heading, the file does not say. */
export function FileTable({ rows }: { rows: string[][] }) {
  return (
    <section
      aria-label="Table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-[56vh] overflow-auto rounded-sm border"
    >
      <table className="min-w-full border-collapse text-small tabular-nums">
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and stay where they are.
            <tr key={row} className="border-b last:border-b-0 odd:bg-panel">
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: so do cells.
                <td key={column} dir="auto" className="max-w-80 truncate px-2 py-1 align-top" title={cell.length > 40 ? cell : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
