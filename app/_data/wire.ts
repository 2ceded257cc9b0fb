/** A value as JSON carries it: instants are ISO strings. */
export type Wire<T> = T extends Date ? string : T extends string ? T : T extends object ? { [Key in keyof T]: Wire<T[Key]> } : T;

/** What the API would answer: a page puts it into the cache it hands to the browser, which then cannot tell the two apart. */
export function toWire<T>(value: T): Wire<T> {
  return JSON.parse(JSON.stringify(value)) as Wire<T>;
}
