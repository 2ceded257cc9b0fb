"use client";

import { type ComponentType, useCallback, useEffect, useState, useTransition } from "react";
import { Button } from "./button";
import { Notice } from "./notice";
import { Skeleton } from "./skeleton";

interface Part<Props> {
  /** The component, once it has been fetched. */
  here(): ComponentType<Props> | undefined;
  fetch(): Promise<ComponentType<Props>>;
}

/** A component that `OnDemand` draws, whose script stays away until then. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): Part<Props> {
  let loaded: ComponentType<Props> | undefined;
  return {
    here: () => loaded,
    fetch: async () => {
      loaded = await load();
      return loaded;
    },
  };
}

/**
 * Fetches a part of the page when it is first drawn. One that cannot be fetched says so in its own place, with a way to try again; React's
 * `lazy` would take the page around it down, and keep failing until that is loaded anew.
 */
export function OnDemand<Props extends object>({ part, props }: { part: Part<Props>; props: Props }) {
  const [Component, setComponent] = useState(part.here);
  const [failed, setFailed] = useState(false);
  const [busy, startTransition] = useTransition();

  const fetchPart = useCallback(
    () =>
      part.fetch().then(
        (fetched) => setComponent(() => fetched),
        () => setFailed(true),
      ),
    [part],
  );
  useEffect(() => {
    if (!part.here()) void fetchPart();
  }, [part, fetchPart]);

  if (Component) return <Component {...props} />;
  if (failed) return <NotFetched busy={busy} onTry={() => startTransition(fetchPart)} />;
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-24 w-full" />
    </div>
  );
}

/** After an update of the server its old scripts are gone: then only a new page helps. */
function NotFetched({ busy, onTry }: { busy: boolean; onTry(): void }) {
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="failed">This part of Mailroom could not be fetched. If Mailroom was updated, the page has to be loaded again.</Notice>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="ghost" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
        <Button busy={busy} onClick={onTry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
