"use client";

import { useQuery } from "@tanstack/react-query";
import { MailFrame } from "./mail-frame";

interface HtmlBodyProps {
  messageId: string;
  /** What `html` is a version of: another one is cleaned anew. */
  version: string;
  html: string;
  dark: boolean;
  title: string;
}

/** HTML mail in its frame. */
export function HtmlBody({ messageId, version, html, dark, title }: HtmlBodyProps) {
  // Cleaned a second time where it will live: two parsers that disagree are how scripts slip through.
  const { data } = useQuery({
    queryKey: ["clean", messageId, version],
    queryFn: () => clean(html),
    gcTime: 60_000,
    placeholderData: (before) => before,
  });
  return data === undefined ? null : <MailFrame messageId={messageId} html={data} dark={dark} title={title} />;
}

async function clean(html: string) {
  const { cleanInBrowser } = await import("./clean-in-browser");
  return cleanInBrowser(html);
}
