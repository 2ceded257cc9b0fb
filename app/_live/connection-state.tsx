"use client";

import { CloudOff, LogIn, type LucideIcon, Radio, RefreshCw, Repeat } from "lucide-react";
import { cx } from "@/app/_ui/cx";
import { Tooltip } from "@/app/_ui/tooltip";
import type { LineState } from "./line";
import { useLineState } from "./use-line";

const WORDS: Record<LineState, { icon: LucideIcon; label: string; sentence: string; look: string }> = {
  connecting: { icon: Radio, label: "Connecting", sentence: "New mail will appear by itself in a moment.", look: "text-ink-faint" },
  live: { icon: Radio, label: "Live", sentence: "New mail appears by itself.", look: "text-done" },
  reconnecting: {
    icon: RefreshCw,
    label: "Reconnecting",
    sentence: "The connection broke. What comes meanwhile will be caught up.",
    look: "text-waiting",
  },
  polling: {
    icon: Repeat,
    label: "Checking every 5 s",
    sentence: "Live updates do not get through. This page asks for new mail every few seconds.",
    look: "text-waiting",
  },
  offline: {
    icon: CloudOff,
    label: "Offline",
    sentence: "The server cannot be reached. What you see may be out of date.",
    look: "text-failed",
  },
  "signed-out": {
    icon: LogIn,
    label: "Signed out",
    sentence: "Your session has ended. Reload the page to sign in again.",
    look: "text-failed",
  },
};

/** How fresh the page is: always there, quiet while all is well. */
export function ConnectionState({ className }: { className?: string }) {
  const { icon: Icon, label, sentence, look } = WORDS[useLineState()];
  return (
    <Tooltip label={sentence}>
      <button type="button" className={cx("inline-flex items-center gap-1.5 rounded-sm text-small", look, className)}>
        <Icon aria-hidden size={14} strokeWidth={1.75} />
        <span role="status">{label}</span>
      </button>
    </Tooltip>
  );
}
