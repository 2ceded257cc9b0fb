import { ATTACHMENTS_PATH } from "@/lib/attachments/address";
import { frameDocument } from "@/lib/mail/frame";
import { escapeHtml } from "@/lib/mail/html-text";
import { IMAGES_PATH } from "@/lib/mail/images";

/** Prints what is shown of a message, alone on its page: in a frame like the one it is read in, that may open the print dialog besides. */
export function printMessage(messageId: string) {
  const article = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);
  if (!article) return;
  const head = article.querySelector("header")?.textContent ?? "";
  const shown = article.querySelector("iframe")?.contentDocument?.getElementById("mail");
  const body = shown ? printable(shown) : `<pre>${escapeHtml(article.querySelector("[data-body]")?.textContent ?? "")}</pre>`;

  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.setAttribute("aria-hidden", "true");
  frame.className = "fixed -left-[9999px] top-0 h-px w-[800px]";
  frame.srcdoc = frameDocument(`<pre>${escapeHtml(head)}</pre><hr>${body}`, {
    imageSources: [`${window.location.origin}${ATTACHMENTS_PATH}`, `${window.location.origin}${IMAGES_PATH}`],
  });
  frame.addEventListener("load", () => {
    frame.contentWindow?.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}

/** As it is open or folded now. */
function printable(mail: HTMLElement): string {
  const copy = mail.cloneNode(true) as HTMLElement;
  for (const quoted of copy.querySelectorAll("[data-quoted]")) {
    if (mail.hasAttribute("data-open")) quoted.removeAttribute("data-quoted");
    else quoted.remove();
  }
  return copy.innerHTML;
}
