"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Download, FileText } from "lucide-react";
import Link from "next/link";
import { deliveryQuery } from "@/app/_data/deliveries";
import { buttonClass } from "@/app/_ui/button";
import { iconButtonClass } from "@/app/_ui/icon-button";
import { Notice } from "@/app/_ui/notice";
import { DeliveryFacts } from "./delivery-facts";
import { DeliveryState } from "./delivery-state";
import { FiledMessages } from "./filed-messages";
import { ReceiptTimeline } from "./receipt-timeline";
import { RetryButton } from "./retry-button";

/** One delivery: what became of it, step by step, its bytes, and another try when it failed. */
export function DeliveryView({ deliveryId }: { deliveryId: string }) {
  const { data: delivery } = useQuery(deliveryQuery(deliveryId));
  if (!delivery) return null;
  const raw = `/api/v1/deliveries/${deliveryId}/raw`;

  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <header className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-canvas px-2 py-1 lg:px-4">
        <Link href="/deliveries" aria-label="All deliveries" className={iconButtonClass()}>
          <ArrowLeft aria-hidden size={16} strokeWidth={1.75} />
        </Link>
        <h1 className="font-semibold text-list">Delivery</h1>
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
      </header>
      <div className="mx-auto flex max-w-220 flex-col gap-8 px-4 py-6 lg:px-6">
        {delivery.reason && <Notice tone={delivery.state === "dead" ? "failed" : "neutral"}>{delivery.reason}</Notice>}
        <section aria-labelledby="receipt">
          <h2 id="receipt" className="mb-2 font-medium">
            Receipt
          </h2>
          <ReceiptTimeline delivery={delivery} />
        </section>
        {delivery.filed.length > 0 && (
          <section aria-labelledby="filed">
            <h2 id="filed" className="mb-2 font-medium">
              Filed as
            </h2>
            <FiledMessages filed={delivery.filed} />
          </section>
        )}
        <section aria-labelledby="facts">
          <h2 id="facts" className="mb-2 font-medium">
            Request
          </h2>
          <DeliveryFacts delivery={delivery} />
        </section>
      </div>
    </main>
  );
}
