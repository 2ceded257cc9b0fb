"use client";

import { ChevronDown, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { type MessageBody, useAllowImages } from "@/app/_data/bodies";
import { Button } from "@/app/_ui/button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { Notice } from "@/app/_ui/notice";
import { plural } from "@/app/_ui/numbers";

interface ImageBannerProps {
  messageId: string;
  /** How many of each the HTML has. */
  remote: number;
  trackers: number;
  images: MessageBody["images"];
  onShow(): void;
}

/** Says which remote images were kept from loading, and lets the reader have them: this once, or from now on. */
export function ImageBanner({ messageId, remote, trackers, images, onShow }: ImageBannerProps) {
  const { shownBy, sender } = images;
  const { mutate: allow, isPending, error } = useAllowImages(messageId);
  if (remote + trackers === 0) return null;

  if (shownBy !== null || remote === 0) {
    const kept = trackers > 0 ? ` ${plural(trackers, "tracker")} blocked.` : "";
    const whose = shownBy === "sender" ? sender.address : shownBy === "domain" ? sender.domain : undefined;
    if (!whose) return kept ? <Notice icon={ShieldCheck}>{kept.trim()}</Notice> : null;
    return (
      <Notice icon={ShieldCheck} action={<SettingsLink />}>
        {"Remote images from "}
        <bdi>{whose}</bdi>
        {` are always shown here.${kept}`}
      </Notice>
    );
  }

  const kept = [plural(remote, "remote image"), trackers > 0 && plural(trackers, "tracker")].filter(Boolean).join(" and ");
  return (
    <Notice
      icon={ShieldCheck}
      action={
        <div className="flex flex-wrap gap-1">
          <Button onClick={onShow} disabled={isPending}>
            Show images
          </Button>
          {sender.address && (
            <Menu
              align="end"
              trigger={
                <Button look="ghost" disabled={isPending}>
                  Always
                  <ChevronDown aria-hidden size={14} />
                </Button>
              }
            >
              <MenuItem onSelect={() => allow("sender")}>{`From ${sender.address}`}</MenuItem>
              {sender.domain && <MenuItem onSelect={() => allow("domain")}>{`From everybody at ${sender.domain}`}</MenuItem>}
            </Menu>
          )}
        </div>
      }
    >
      {error ? `This was not remembered. ${error.message}` : `${kept} blocked. Nothing was loaded from outside.`}
    </Notice>
  );
}

function SettingsLink() {
  return (
    <Link href="/settings" className="shrink-0 text-accent-text underline underline-offset-2">
      Settings
    </Link>
  );
}
