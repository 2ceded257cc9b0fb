/** JSON for a `::text::json` parameter. Bound as text: postgres.js would encode a string bound as json a second time. */
export function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}
