"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { IconButton } from "./icon-button";

const CONFIRM_MS = 2000;

/** Copies `text` and says so. With `children` a button with words, else an icon. */
export function CopyButton({ text, label = "Copy", children }: { text: string; label?: string; children?: string }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => setCopied(await writeClipboard(text));
  const Icon = copied ? Check : Copy;

  return (
    <>
      {children ? (
        <Button onClick={copy}>
          <Icon aria-hidden size={14} />
          {copied ? "Copied" : children}
        </Button>
      ) : (
        <IconButton icon={Icon} label={copied ? "Copied" : label} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}

/** The clipboard API asks for a secure context; over plain http on a local network there is only the old way. */
async function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
