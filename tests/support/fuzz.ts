/**
 * How often and from which seed a property is tried: as often as a test run has time for, the same each time. `FUZZ_TIMES=100`
 * tries a hundred times as much, `FUZZ_SEED` something else. What fails is printed with its seed, made small.
 */
export function fuzz(numRuns: number, seed: number) {
  const { FUZZ_TIMES = 1, FUZZ_SEED = seed } = process.env;
  return { numRuns: numRuns * Number(FUZZ_TIMES), seed: Number(FUZZ_SEED), includeErrorInReport: true };
}
