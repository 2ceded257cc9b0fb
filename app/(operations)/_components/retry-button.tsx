"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { retryDelivery } from "@/app/_data/deliveries";
import { allDeliveriesKey, deliveryKey, mailboxesKey } from "@/app/_data/keys";
import { Button } from "@/app/_ui/button";

export function RetryButton({ deliveryId }: { deliveryId: string }) {
  const cache = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryDelivery(deliveryId),
    onSettled: () =>
      Promise.all([deliveryKey(deliveryId), allDeliveriesKey, mailboxesKey].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });

  return (
    <>
      <Button look="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
        <RotateCw aria-hidden size={14} />
        Retry
      </Button>
      {retry.error && (
        <p role="alert" className="w-full text-failed text-small">
          {retry.error.message}
        </p>
      )}
    </>
  );
}
