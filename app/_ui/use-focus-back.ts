import { useState } from "react";

/**
 * For what opens over the page without a trigger of its own, which Radix would close with the focus nowhere. Where it is called must
 * be mounted when that opens and unmounted when it closes. Returns a handler for `onCloseAutoFocus`.
 */
export function useFocusBack(): (event: Event) => void {
  const [from] = useState(opener);
  return (event) => {
    event.preventDefault();
    from?.focus();
  };
}

/** What has the focus now; instead of an item of a menu, which is about to go, the button of that menu. */
function opener(): HTMLElement | undefined {
  const focused = document.activeElement;
  const button = focused?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const from = button ? document.getElementById(button) : focused;
  return from instanceof HTMLElement ? from : undefined;
}
