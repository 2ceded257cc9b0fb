"use client";

import { useState, useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { CodeBlock } from "@/app/_ui/code-block";
import { Notice } from "@/app/_ui/notice";
import { showSecret } from "./actions";
import { RotateDialog } from "./rotate-dialog";

interface SecretPanelProps {
  sourceId: string;
  secret: string | undefined;
  revealable: boolean;
  onSecret(secret: string): void;
}

/** A secret is shown once, to one person, when they ask: never by opening a page, which a browser may do by itself. */
export function SecretPanel({ sourceId, secret, revealable, onSecret }: SecretPanelProps) {
  const [gone, setGone] = useState(!revealable);
  const [rotating, setRotating] = useState(false);
  const [busy, start] = useTransition();

  const reveal = () =>
    start(async () => {
      const shown = await showSecret(sourceId);
      if (shown) onSecret(shown);
      setGone(true);
    });

  return (
    <div className="flex flex-col items-stretch gap-3">
      {secret && (
        <>
          <CodeBlock text={secret} label="secret" />
          <Notice>Copy it now: once you leave this page it is not shown again.</Notice>
        </>
      )}
      {!secret && gone && (
        <p className="text-ink-soft">The secret was shown before and cannot be read again. Rotate it to get a new one.</p>
      )}
      <div className="flex flex-wrap gap-2">
        {!gone && (
          <Button look="primary" busy={busy} onClick={reveal}>
            Show the secret
          </Button>
        )}
        {gone && <Button onClick={() => setRotating(true)}>Rotate the secret</Button>}
      </div>
      {!secret && !gone && <p className="text-ink-faint text-small">It is shown once. Have your provider's settings open.</p>}
      <RotateDialog sourceId={sourceId} open={rotating} onOpenChange={setRotating} onSecret={onSecret} />
    </div>
  );
}
