/** A mail as `mail thread` takes it. */
export interface ArchivedMail {
  id: string;
  messageId: string;
  references: string[];
  subject: string;
  from: string;
  to: string[];
  date: string;
}

export const HELP = "help@acme.test";

export function aMessage(id: string, references: string[], more: Partial<ArchivedMail> = {}): ArchivedMail {
  const subject = references.length > 0 ? "Re: Lamp" : "Lamp";
  const date = "2026-03-01T10:00:00Z";
  return {
    id,
    messageId: `<${id}@x>`,
    references: references.map((ref) => `<${ref}@x>`),
    subject,
    from: "ana@one.test",
    to: [HELP],
    date,
    ...more,
  };
}

/** Conversations of two to five people about one of a few subjects, each answering any earlier mail, some only its parent. */
export function anArchive(size: number, random: () => number): ArchivedMail[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const mails: ArchivedMail[] = [];
  for (let n = 0; mails.length < size; n++) {
    const circle = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, at) => `person${at}@host${n}.test`);
    const members: ArchivedMail[] = [];
    for (let at = 0; at < 1 + random() * 12; at++) {
      const parent = members.length > 0 ? pick(members) : undefined;
      const chain = parent ? [...(random() < 0.2 ? [] : parent.references), parent.messageId] : [];
      const subject = parent ? (random() < 0.1 ? `Retitled ${n}` : `Re: Topic ${n % 7}`) : `Topic ${n % 7}`;
      members.push({ ...aMessage(`${n}.${at}`, []), references: chain, subject, from: pick(circle), to: [HELP, ...circle] });
    }
    mails.push(...members);
  }
  return mails;
}

export function shuffle<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** mulberry32: the same numbers for the same seed, everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
