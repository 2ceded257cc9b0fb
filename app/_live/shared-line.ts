import { type LineEvent, openLine } from "./line";

type Note = { type: "event"; event: LineEvent } | { type: "hello" };

/** How far each line had heard when it was last held: a page left and come back to goes on from there. */
const heardBefore = new Map<string, number>();

/**
 * The line of all tabs of one person: whoever holds the lock keeps it and tells the others, and when that tab closes the next one goes on
 * from where it had heard. Without Web Locks (plain http on a network, old browsers) each tab keeps its own.
 */
export function shareLine(name: string, after: number, emit: (event: LineEvent) => void): () => void {
  let cursor = heardBefore.get(name) ?? after;

  function pass(event: LineEvent) {
    cursor = Math.max(cursor, event.cursor);
    heardBefore.set(name, cursor);
    emit(event);
  }

  if (!("locks" in navigator) || !("BroadcastChannel" in window)) return openLine(cursor, pass);

  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let latest: LineEvent = { type: "state", state: "connecting", cursor };
  let hangUp: (() => void) | undefined;

  function tell(note: Note) {
    channel.postMessage(note);
  }

  channel.onmessage = ({ data: note }: MessageEvent<Note>) => {
    if (note.type === "hello") {
      if (hangUp) tell({ type: "event", event: { ...latest, cursor } });
      return;
    }
    // What happened between this tab's page and its first word from the others was told to them alone.
    const behind = note.event.type === "state" && note.event.cursor > cursor;
    pass(note.event);
    if (behind) emit({ type: "reset", cursor });
  };

  navigator.locks
    .request(name, { signal: leaving.signal }, () => {
      return new Promise<void>((release) => {
        const stop = openLine(cursor, (event) => {
          if (event.type === "state") latest = event;
          pass(event);
          tell({ type: "event", event });
        });
        hangUp = () => {
          stop();
          release();
        };
      });
    })
    .catch(() => undefined);
  tell({ type: "hello" });

  return () => {
    leaving.abort();
    hangUp?.();
    channel.close();
  };
}
