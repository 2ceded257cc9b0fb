"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Message } from "@/app/_data/conversations";
import type { BodyView } from "./message-tabs";

const FAILED = "Nothing was printed: what prepares it could not be fetched. Try again, or load the page again.";

/** Prints messages of a conversation with this subject. `failed` says why the last try came to nothing. */
export function usePrinting(subject: string) {
  const cache = useQueryClient();
  const [failed, setFailed] = useState<string>();

  const print = useCallback(
    (messages: Message[], view?: BodyView) => {
      setFailed(undefined);
      import("./print-messages").then(({ printMessages }) => printMessages(cache, subject, messages, view)).catch(() => setFailed(FAILED));
    },
    [cache, subject],
  );

  return { print, failed };
}
