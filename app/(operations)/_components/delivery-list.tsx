"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks, TriangleAlert } from "lucide-react";
import { deliveriesQuery } from "@/app/_data/deliveries";
import { MenuButton } from "@/app/_shell/menu-button";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import type { DeliveryState } from "@/db/schema";
import { DeliveryFilter } from "./delivery-filter";
import { DeliveryRow } from "./delivery-row";

/** What the provider posted, newest first, each with what became of it. */
export function DeliveryList({ state }: { state: DeliveryState | undefined }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(deliveriesQuery(state));
  const rows = data?.pages.flatMap((page) => page.deliveries) ?? [];

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-2 py-1 lg:px-6">
        <div className="flex items-center gap-1">
          <MenuButton />
          <h1 className="font-semibold text-list">Deliveries</h1>
        </div>
        <DeliveryFilter state={state} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && !data ? (
          <EmptyState
            icon={TriangleAlert}
            title="The deliveries could not be loaded"
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {error.message}
          </EmptyState>
        ) : rows.length === 0 ? (
          <EmptyState icon={ListChecks} title={state === "dead" ? "Nothing has failed" : "No deliveries"}>
            {state
              ? "Deliveries in this state appear here by themselves."
              : "Every request that your endpoint accepts appears here by itself."}
          </EmptyState>
        ) : (
          <>
            <ul>
              {rows.map((delivery) => (
                <li key={delivery.id}>
                  <DeliveryRow delivery={delivery} />
                </li>
              ))}
            </ul>
            {hasNextPage && (
              <div className="flex justify-center p-4">
                <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Show older
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </main>
  );
}
