import { randomUUID } from "node:crypto";

const MAX_COUNT = 0xfff;
let lastMs = 0;
let count = 0;

/**
 * uuid v7 (RFC 9562 §5.7): ordered by creation time, so that an index on it grows at its right edge; within a millisecond
 * by a counter (§6.2, method 1). The random part is `randomUUID`'s, which draws from a pool: ids are made for every
 * mail at the door, where the system call behind other sources of randomness shows.
 */
export function newId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    count = 0;
  } else if (++count > MAX_COUNT) {
    lastMs++;
    count = 0;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const counted = count.toString(16).padStart(3, "0");
  // From the variant on, `randomUUID` has what a v7 has there.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted}-${randomUUID().slice(19)}`;
}
