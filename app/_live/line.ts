import { ApiError, api } from "@/app/_data/api";
import { type LiveChange, SILENCE_MS } from "@/lib/live/channel";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** A stream away for longer than this is replaced by asking, until it is back. */
const POLL_AFTER_MS = 4_000;
const POLL_MS = 5_000;

export type LineState = "connecting" | "live" | "reconnecting" | "polling" | "offline" | "signed-out";

export type LineEvent =
  | { type: "change"; change: LiveChange; cursor: number }
  /** Look at everything again. */
  | { type: "reset"; cursor: number }
  | { type: "state"; state: LineState; cursor: number };

/**
 * Keeps one line to the server from `after` on: the event stream, and asking every few seconds while the stream cannot be had. Whatever was
 * missed in between comes when it is back. Returns how to hang up.
 */
export function openLine(after: number, emit: (event: LineEvent) => void): () => void {
  let cursor = after;
  let state: LineState = "connecting";
  let source: EventSource | undefined;
  let retryMs = FIRST_RETRY_MS;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setTimeout> | undefined;

  function become(next: LineState) {
    if (next === state) return;
    state = next;
    emit({ type: "state", state, cursor });
  }

  function take(change: LiveChange) {
    cursor = Math.max(cursor, change.seq);
    emit({ type: "change", change, cursor });
  }

  function startOver(at: number) {
    cursor = at;
    emit({ type: "reset", cursor });
  }

  function open() {
    hangUp();
    source = new EventSource(`/api/live?after=${cursor}`);
    source.addEventListener("change", (event) => {
      heard();
      take(JSON.parse(event.data) as LiveChange);
    });
    source.addEventListener("ready", (event) => stand(Number(event.data)));
    source.addEventListener("reset", (event) => {
      startOver(Number(event.data));
      stand(cursor);
    });
    source.addEventListener("beat", heard);
    source.addEventListener("bye", open);
    source.addEventListener("error", fall);
    heard();
  }

  function stand(at: number) {
    cursor = Math.max(cursor, at);
    retryMs = FIRST_RETRY_MS;
    clearTimeout(polling);
    polling = undefined;
    heard();
    become("live");
  }

  /** A proxy can drop a stream without either end noticing: too long a silence counts as a break. */
  function heard() {
    clearTimeout(silence);
    silence = setTimeout(fall, SILENCE_MS);
  }

  function fall() {
    hangUp();
    if (state === "live" || state === "connecting") become("reconnecting");
    reopening = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    polling ??= setTimeout(poll, POLL_AFTER_MS);
  }

  async function poll() {
    try {
      const { changes, cursor: end } = await api<{ cursor: number; changes: LiveChange[] | null }>(`/api/v1/changes?after=${cursor}`);
      if (!polling) return;
      if (changes) changes.forEach(take);
      else startOver(end);
      become("polling");
    } catch (error) {
      if (!polling) return;
      become(error instanceof ApiError && error.status === 401 ? "signed-out" : "offline");
    }
    polling = setTimeout(poll, POLL_MS);
  }

  function hangUp() {
    source?.close();
    source = undefined;
    clearTimeout(silence);
    clearTimeout(reopening);
  }

  function hurry() {
    if (state === "live" && source) return;
    retryMs = FIRST_RETRY_MS;
    open();
  }

  window.addEventListener("online", hurry);
  window.addEventListener("offline", fall);
  open();

  return () => {
    window.removeEventListener("online", hurry);
    window.removeEventListener("offline", fall);
    hangUp();
    clearTimeout(polling);
    polling = undefined;
  };
}
