"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FileText } from "lucide-react";
import { deliveryQuery } from "@/app/_data/deliveries";
import { buttonClass } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { DeliveryFacts } from "./delivery-facts";
import { DeliveryState } from "./delivery-state";
import { ErrorText } from "./error-text";
import { FiledMessages } from "./filed-messages";
import { DetailsHeader, DetailsSection } from "./page-parts";
import { ReceiptTimeline } from "./receipt-timeline";
import { RetryButton } from "./retry-button";

/** One delivery: what became of it, step by step, its bytes, and another try when it failed. */
export function DeliveryView({ deliveryId }: { deliveryId: string }) {
  const { data: delivery } = useQuery(deliveryQuery(deliveryId));
  if (!delivery) return null;
  const raw = `/api/v1/deliveries/${deliveryId}/raw`;

  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <DetailsHeader title="Delivery" back={{ href: "/deliveries", label: "All deliveries" }}>
        <DeliveryState state={delivery.state} />
        <div className="ml-auto flex flex-wrap gap-2">
          <a href={raw} target="_blank" rel="noreferrer" className={buttonClass("ghost")}>
            <FileText aria-hidden size={14} />
            View raw
          </a>
          <a href={`${raw}?download`} download className={buttonClass("ghost")}>
            <Download aria-hidden size={14} />
            Download
          </a>
          {delivery.state === "dead" && <RetryButton deliveryId={deliveryId} />}
        </div>
      </DetailsHeader>
      <div className="mx-auto flex max-w-220 flex-col gap-8 px-4 py-6 lg:px-6">
        {delivery.reason && (
          <Notice tone={delivery.state === "dead" ? "failed" : "neutral"}>
            <ErrorText text={delivery.reason} />
          </Notice>
        )}
        <DetailsSection id="receipt" title="Receipt">
          <ReceiptTimeline delivery={delivery} />
        </DetailsSection>
        {delivery.filed.length > 0 && (
          <DetailsSection id="filed" title="Filed as">
            <FiledMessages filed={delivery.filed} />
          </DetailsSection>
        )}
        <DetailsSection id="facts" title="Request">
          <DeliveryFacts delivery={delivery} />
        </DetailsSection>
      </div>
    </main>
  );
}
