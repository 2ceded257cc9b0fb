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

/** How long after attempt `attempt` (from 0) the next one comes. `random` in [0, 1). */
export function backOff(attempt: number, random: number): number {
  return (BACK_OFF_MS[attempt] ?? BACK_OFF_MS[BACK_OFF_MS.length - 1] ?? 0) + random * JITTER_MS;
}
