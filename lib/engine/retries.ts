const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Inngest's back-off, by attempt that failed (from 0). */
const BACK_OFF_MS = [
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  60 * MINUTE,
  120 * MINUTE,
] as const;
const JITTER_MS = 30 * SECOND;

/** Ms until the next attempt after attempt `attempt` (from 0). `random` in [0, 1). */
export function inngestBackOff(attempt: number, random = Math.random()): number {
  return (BACK_OFF_MS[attempt] ?? BACK_OFF_MS[BACK_OFF_MS.length - 1] ?? 0) + random * JITTER_MS;
}
