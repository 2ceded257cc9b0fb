import { type RefObject, useEffect, useState } from "react";

/**
 * Listens inside a frame from the page around it: keys pressed there are meant for the page, and a link under the pointer or with the focus
 * says where it leads. Returns that place. A link to another spot of the mail is followed here: by itself a `srcdoc` frame would load the
 * page around it instead, for that is what its addresses are relative to.
 */
export function useFrameEvents(frame: RefObject<HTMLIFrameElement | null>): string | undefined {
  const [leads, setLeads] = useState<string>();

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const tell = ({ target }: Event) => setLeads(linkOf(target)?.getAttribute("data-leads") ?? undefined);
    const hush = () => setLeads(undefined);

    const attach = () => {
      const mail = element.contentDocument;
      mail?.addEventListener("keydown", passOn);
      for (const type of ["click", "auxclick"]) mail?.addEventListener(type, stayInside);
      for (const type of ["pointerover", "focusin"]) mail?.addEventListener(type, tell);
      for (const type of ["pointerleave", "focusout"]) mail?.documentElement.addEventListener(type, hush);
    };
    element.addEventListener("load", attach);
    attach();
    return () => element.removeEventListener("load", attach);
  }, [frame]);

  return leads;
}

function linkOf(target: EventTarget | null): Element | null {
  // Its class is the frame's own: `instanceof` would not know it.
  return target && "closest" in target ? (target as Element).closest("a[data-leads]") : null;
}

function stayInside(event: Event) {
  const link = event.target && "closest" in event.target ? (event.target as Element).closest("a[href^='#']") : null;
  if (!link) return;
  event.preventDefault();
  const name = link.getAttribute("href")?.slice(1) ?? "";
  const mail = link.ownerDocument;
  const spot = name === "" ? mail.body : (mail.getElementById(name) ?? mail.getElementsByName(name)[0]);
  spot?.scrollIntoView({ block: "start" });
}

function passOn(event: KeyboardEvent) {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
  const taken = !window.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, metaKey, altKey, cancelable: true }));
  if (taken) event.preventDefault();
}
