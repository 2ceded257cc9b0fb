/**
 * Starts queries of one transaction, in this order, without waiting for an answer before the next is sent: its connection
 * runs them one after the other all the same. Saves the waits that make up most of a transaction of small statements.
 * Fails with the first that fails. No step may wait for something else before it sends its first query.
 */
export async function sendInOrder(steps: (() => PromiseLike<unknown>)[]): Promise<void> {
  await Promise.all(steps.map((step) => Promise.resolve(step())));
}
