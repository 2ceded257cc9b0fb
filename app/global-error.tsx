"use client";

import { useSyncExternalStore } from "react";
import { FrameFailed } from "./_shell/frame-failed";
import type { Failure } from "./_shell/page-failed";
import { chosenTheme } from "./_ui/theme";
import { fontClass } from "./fonts";
import "./globals.css";

/** Stands in for the whole document when the outermost layout fails, so it brings what that one brings. */
export default function GlobalError({ error }: Failure) {
  const theme = useSyncExternalStore(never, chosenTheme, () => undefined);

  return (
    <html lang="en" data-theme={theme} className={fontClass}>
      <body>
        <FrameFailed error={error} />
      </body>
    </html>
  );
}

function never() {
  return () => undefined;
}
