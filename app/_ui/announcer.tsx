"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const Announce = createContext<(sentence: string) => void>(() => undefined);

/** Says a sentence to screen readers without moving anything. */
export function useAnnounce() {
  return useContext(Announce);
}

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ sentence: "", turn: 0 });
  const announce = useCallback((sentence: string) => setSaid(({ turn }) => ({ sentence, turn: turn + 1 })), []);

  return (
    <Announce value={announce}>
      {children}
      <div aria-live="polite" role="status" className="sr-only">
        {/* The same sentence twice is said twice only when the node is a new one. */}
        <span key={said.turn}>{said.sentence}</span>
      </div>
    </Announce>
  );
}
