/** A JSON object read by names that providers spell in different ways. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The fields of an object under names without case, `_`, `-`, `.` and spaces: `message_id`, `message-id`, `messageId` and
 * `MessageID` are one. A Map, so that `__proto__` and `constructor` are names like any other. The first spelling wins.
 */
export class Fields {
  readonly #values = new Map<string, unknown>();

  constructor(object: unknown) {
    if (!isObject(object)) return;
    for (const name of Object.keys(object).slice(0, MAX_FIELDS)) {
      const plain = plainName(name);
      const value = object[name];
      if (value !== null && value !== undefined && !this.#values.has(plain)) this.#values.set(plain, value);
    }
  }

  /** The first of these that is there. Names as in `#values`: plain. */
  get(...names: string[]): unknown {
    for (const name of names) if (this.#values.has(name)) return this.#values.get(name);
    return undefined;
  }

  text(...names: string[]): string | undefined {
    for (const name of names) {
      const value = this.#values.get(name);
      if (typeof value === "string") return value;
    }
    return undefined;
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.#values.has(name));
  }

  count(names: readonly string[]): number {
    return names.filter((name) => this.#values.has(name)).length;
  }
}

const MAX_FIELDS = 10_000;

function plainName(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_.\s]/g, "");
}
