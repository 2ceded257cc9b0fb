"use client";

import { Send } from "lucide-react";
import Link from "next/link";
import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { type SampleSent, sendSampleMail } from "./actions";

/** The whole way at one press: signed with the real secret, posted to the real address. */
export function SampleButton({ sourceId }: { sourceId: string }) {
  const [sent, setSent] = useState<SampleSent>();
  const [busy, start] = useTransition();

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={busy} onClick={() => start(async () => setSent(await sendSampleMail(sourceId)))}>
          <Send aria-hidden size={14} strokeWidth={1.75} />
          Send me a sample
        </Button>
        <span role="status" className="text-ink-soft">
          {sent?.ok && (
            <>
              Taken in:{" "}
              <Link href={`/deliveries/${sent.deliveryId}`} className="text-accent-text underline underline-offset-2">
                see its delivery
              </Link>
            </>
          )}
        </span>
      </div>
      {sent && !sent.ok && <Notice tone="failed">{sent.reason}</Notice>}
    </div>
  );
}
