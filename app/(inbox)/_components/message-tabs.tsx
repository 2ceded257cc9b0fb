"use client";

import { Tabs } from "radix-ui";
import { cx } from "@/app/_ui/cx";

export const BODY_VIEWS = { rendered: "Rendered", plain: "Plain", source: "Source", headers: "Headers" };
export type BodyView = keyof typeof BODY_VIEWS;

interface MessageTabsProps {
  views: readonly BodyView[];
  /** Nothing says that one view is not all there is: in sight once the message has the pointer or the focus. */
  quiet: boolean;
}

/** The ways to look at a message. Stands in the `Tabs.Root` of its message (open-message.tsx), whose content is the chosen view. */
export function MessageTabs({ views, quiet }: MessageTabsProps) {
  return (
    <Tabs.List
      aria-label="Show the message as"
      className={cx(
        "-mr-2 ml-auto flex shrink-0 transition-opacity duration-100 max-sm:-ml-2 print:hidden",
        quiet && "pointer-fine:opacity-0 group-hover/message:opacity-100 group-focus-within/message:opacity-100",
      )}
    >
      {views.map((view) => (
        <Tabs.Trigger
          key={view}
          value={view}
          className="touch-target h-6 rounded px-2 text-ink-faint text-small transition-colors duration-100 hover:text-ink active:bg-pressed data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:underline data-[state=active]:decoration-2 data-[state=active]:decoration-accent data-[state=active]:underline-offset-6"
        >
          {BODY_VIEWS[view]}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
