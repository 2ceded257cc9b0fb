"use client";

import { exactTime, secondTime } from "./time";
import { useOwnWords } from "./use-own-words";

/** To the second, with its day unless that is today; `whole`: with all of its date. In the reader's zone and language. `at` is an ISO instant. */
export function LocalTime({ at, whole = false }: { at: string; whole?: boolean }) {
  const words = whole ? exactTime(new Date(at)) : secondTime(new Date(at), new Date());
  const element = useOwnWords<HTMLTimeElement>(words);

  return (
    <time ref={element} dateTime={at} suppressHydrationWarning>
      {words}
    </time>
  );
}
