import { type SQL, sql } from "drizzle-orm";

/** A text[] as one parameter, however many there are: the statement stays the same. */
export function textArray(values: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}
