/** Inngest's back-off in minutes, by attempt that failed (from 0); the last one from there on. */
const BACK_OFF_MINUTES = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120];
const JITTER_MINUTES = 0.5;

/** Ms until the next attempt after attempt `attempt` (from 0). `random` in [0, 1). */
export function inngestBackOff(attempt: number, random = Math.random()): number {
  const minutes = BACK_OFF_MINUTES[Math.min(attempt, BACK_OFF_MINUTES.length - 1)] ?? 0;
  return (minutes + random * JITTER_MINUTES) * 60_000;
}
