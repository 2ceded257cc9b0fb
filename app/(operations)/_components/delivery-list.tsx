"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks, TriangleAlert } from "lucide-react";
import { deliveriesQuery } from "@/app/_data/deliveries";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { type DeliveryState, deliveryState } from "@/db/schema";
import { DeliveryRow } from "./delivery-row";
import { STATE_WORDS } from "./delivery-state";
import { ListHeader } from "./page-parts";
import { StateFilter } from "./state-filter";

/** What the provider posted, newest first, each with what became of it. */
export function DeliveryList({ state }: { state: DeliveryState | undefined }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(deliveriesQuery(state));
  const rows = data?.pages.flatMap((page) => page.deliveries) ?? [];

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <ListHeader title="Deliveries">
        <StateFilter path="/deliveries" states={deliveryState.enumValues} words={STATE_WORDS} chosen={state} />
      </ListHeader>
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
