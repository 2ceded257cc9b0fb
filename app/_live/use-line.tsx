"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { LineEvent, LineState } from "./line";
import { shareLine } from "./shared-line";

const State = createContext<LineState>("connecting");

/** How the page hears of changes right now. */
export function useLineState() {
  return useContext(State);
}

interface LineProviderProps {
  viewerId: string;
  /** Where the feed stood before the page read its data. */
  cursor: number;
  onEvent(event: LineEvent): void;
  children: ReactNode;
}

/** Holds the line while it is shown, and its state. */
export function LineProvider({ viewerId, cursor, onEvent, children }: LineProviderProps) {
  const [state, setState] = useState<LineState>("connecting");
  // The cursor of the first page: from then on the line keeps its own.
  const [start] = useState(cursor);

  useEffect(
    () =>
      shareLine(`mailroom-live:${viewerId}`, start, (event) => {
        if (event.type === "state") setState(event.state);
        onEvent(event);
      }),
    [viewerId, start, onEvent],
  );

  return <State value={state}>{children}</State>;
}
