/** Resolves once the text is out: a pipe may be slower than we are. A reader who left early (`| head`) is no error. */
export function print(text: string): Promise<void> {
  return write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
}

export function printJson(value: unknown): Promise<void> {
  return print(JSON.stringify(value, null, 2));
}

export function write(chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once("error", reject);
    process.stdout.write(chunk, (error) => {
      process.stdout.off("error", reject);
      if (error && !("code" in error && error.code === "EPIPE")) reject(error);
      else resolve();
    });
  });
}

/** Rows under their headings, in columns as wide as they need. */
export function table(headings: string[], rows: string[][]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => width(row[column]))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}

/** In UTC, to the second: for logs and for comparing. */
export function when(date: Date | null): string {
  return date
    ? date
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, "Z")
    : "-";
}

/** Control characters in somebody's mail must not drive the operator's terminal. */
export function plain(text: string, max = 80): string {
  const clean = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}

function width(cell = ""): number {
  return [...cell].length;
}
