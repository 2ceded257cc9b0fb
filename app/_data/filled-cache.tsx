"use client";

import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";

/**
 * Hands what a page has read to the browser's cache. `json`: the dehydrated cache in JSON, as the API would answer it, so that nobody can
 * tell the two apart. As one string, because React would take a large object apart value by value, on the server and again in the browser.
 */
export function FilledCache({ json, children }: { json: string; children: ReactNode }) {
  const state = useMemo(() => JSON.parse(json) as DehydratedState, [json]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
