"use client";

import { useEffect, useRef } from "react";
import type { Row } from "@/app/_data/conversations";

/** Ids of rows that came on top since the list was last drawn: those slide in, the ones that scroll into sight do not. */
export function useArrivals(rows: Row[]): ReadonlySet<string> {
  const known = useRef<Set<string>>(undefined);
  const newest = useRef("");
  const fresh = known.current ? rows.filter((row) => !known.current?.has(row.id) && row.lastMessageAt > newest.current) : [];

  useEffect(() => {
    known.current = new Set(rows.map(({ id }) => id));
    newest.current = rows[0]?.lastMessageAt ?? "";
  }, [rows]);

  return new Set(fresh.map(({ id }) => id));
}
