/** What a folded quote leaves behind on paper. */
export const FOLDED = "[Earlier mail quoted here was folded and is not printed.]";

/** Cleaned HTML for paper: quotes open or folded as they are on screen, and where links lead, which nobody can press any more. */
export function printable(clean: string, { quoted }: { quoted: boolean }): string {
  // Of a document of its own, where nothing loads. The mail's style sheet comes first, and is to stay in the body.
  const { body } = new DOMParser().parseFromString(`<!doctype html><body>${clean}`, "text/html");
  for (const quote of body.querySelectorAll("[data-quoted]")) {
    if (quoted) quote.removeAttribute("data-quoted");
    else quote.textContent = FOLDED;
  }
  for (const link of body.querySelectorAll("a[data-leads]")) sayHost(link);
  return body.innerHTML;
}

function sayHost(link: Element) {
  const [text, leads] = [link.textContent?.trim() ?? "", link.getAttribute("data-leads") ?? ""];
  if (text === "" || leads === "" || text.includes(leads.replace(/^(?:mailto|tel):|\?.*$/g, ""))) return;
  const host = link.ownerDocument.createElement("bdi");
  host.setAttribute("data-host", "");
  host.textContent = ` (${leads})`;
  link.after(host);
}
