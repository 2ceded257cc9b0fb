/** A refusal a person can act on: one sentence, as JSON. */
export function refusal(status: number, message: string) {
  return Response.json({ error: message }, { status, headers: { "cache-control": "no-store" } });
}

/** Data of this person, of this moment. */
export function answer(data: unknown) {
  return Response.json(data, { headers: { "cache-control": "private, no-store" } });
}
