const KEY = /^[a-z0-9][a-z0-9_.-]*(?:\/[a-z0-9][a-z0-9_.-]*)*$/i;
const MAX_KEY_CHARS = 512;

/** Keys are ours, yet one slip must not reach a path outside the store: no empty, hidden or parent segments. */
export function checkKey(key: string): string {
  if (key.length > MAX_KEY_CHARS || !KEY.test(key)) throw new TypeError(`Not a blob key: ${JSON.stringify(key.slice(0, 100))}`);
  return key;
}
