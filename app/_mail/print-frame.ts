import { IMAGES_PATH } from "@/lib/mail/images";
import { PRINT_SANDBOX, type PrintedMessage, printDocument } from "@/lib/mail/print";

/** Prints messages from a frame of their own once their images are there. */
export function printInFrame(title: string, messages: PrintedMessage[]) {
  // Where a browser never says that printing is over.
  document.querySelector("iframe[data-print]")?.remove();

  const frame = document.createElement("iframe");
  frame.setAttribute("data-print", "");
  frame.setAttribute("sandbox", PRINT_SANDBOX);
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.className = "fixed top-0 -left-[9999px] h-px w-[800px]";
  frame.style.colorScheme = "light";
  frame.srcdoc = printDocument(title, messages, [`${window.location.origin}${IMAGES_PATH}`]);
  frame.addEventListener("load", () => {
    frame.contentWindow?.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}
