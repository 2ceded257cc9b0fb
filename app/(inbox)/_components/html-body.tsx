"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import type { MessageBody } from "@/app/_data/bodies";
import { Notice } from "@/app/_ui/notice";
import { plural } from "@/app/_ui/numbers";
import { MailFrame } from "./mail-frame";

type ShownHtml = Extract<MessageBody["html"], { ok: true }>;

/** HTML mail in its frame, with what was kept from loading said above it. */
export function HtmlBody({ messageId, html, title }: { messageId: string; html: ShownHtml; title: string }) {
  // Cleaned a second time where it will live: two parsers that disagree are how scripts slip through.
  const { data } = useQuery({ queryKey: ["clean", messageId], queryFn: () => clean(html.html), gcTime: 60_000 });

  return (
    <div className="flex flex-col gap-3">
      <Blocked images={html.remoteImages.length} trackers={html.trackers.length} />
      {data !== undefined && <MailFrame messageId={messageId} html={data} dark={html.dark} title={title} />}
    </div>
  );
}

function Blocked({ images, trackers }: { images: number; trackers: number }) {
  if (images + trackers === 0) return null;
  const kept = [images > 0 && plural(images, "remote image"), trackers > 0 && plural(trackers, "tracker")].filter(Boolean).join(" and ");
  return <Notice icon={ShieldCheck}>{`${kept} blocked. Nothing was loaded from outside.`}</Notice>;
}

async function clean(html: string) {
  const { cleanInBrowser } = await import("./clean-in-browser");
  return cleanInBrowser(html);
}
