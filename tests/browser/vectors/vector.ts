/** One attack. `RUN` becomes a script that tells it ran, `OUT` the origin of a server that no mail may reach. */
export type Vector = [name: string, html: string];

export function armed(html: string, out: string): string {
  return html.replaceAll("RUN", "top.pwned(1)").replaceAll("OUTHOST", new URL(out).host).replaceAll("OUT", out);
}
