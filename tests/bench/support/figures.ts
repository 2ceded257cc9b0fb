/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const p50 = (samples: number[]) => percentile(samples, 0.5);
export const p95 = (samples: number[]) => percentile(samples, 0.95);
export const p99 = (samples: number[]) => percentile(samples, 0.99);

/** Markdown: the report is pasted into docs/benchmarks.md as it is. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const round = (value: number, digits = 0) => value.toFixed(digits);
