const waiting: (() => void)[] = [];

/**
 * Does work of a fraction of a millisecond in a turn of the event loop of its own. Bodies that come together would otherwise be hashed and
 * compressed in one go, and all that time what Postgres has answered lies unread and the next commit is not begun.
 */
export function inTurn(work: () => void): void {
  if (waiting.push(work) === 1) setImmediate(next);
}

function next() {
  const work = waiting.shift();
  if (waiting.length > 0) setImmediate(next);
  work?.();
}
