import { expect } from "@playwright/test";

export type Note = [topic: string, ...details: unknown[]];

/** What functions noted while they ran: all that the conformance suite looks at, so that any engine can be held to it. */
export class Journal {
  readonly notes: Note[] = [];

  /** How often this topic was noted by now. Usable on its own, as `({ note }) =>`. */
  note = (...note: Note): number => {
    // As JSON, so that what is compared later is what was then.
    this.notes.push(JSON.parse(JSON.stringify(note)));
    return this.of(note[0]).length;
  };

  of(topic: string): unknown[] {
    return this.notes.filter(([noted]) => noted === topic).map(([, detail]) => detail);
  }

  /** Waits until `topic` was noted `count` times; answers the details. */
  async until(topic: string, count = 1, timeout = 60_000): Promise<unknown[]> {
    await expect.poll(() => this.of(topic).length, { message: `notes of "${topic}"`, timeout, intervals: [10, 20, 50] }).toBe(count);
    return this.of(topic);
  }
}
