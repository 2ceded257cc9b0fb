/** JSON for a `::text::json` parameter. Bound as text, which says what it is whatever the value looks like. */
export function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}
