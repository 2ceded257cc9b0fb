import { WeightedSemaphore } from "./weighted-semaphore";

export interface OpenedMailsOptions<Mail> {
  /** Bytes of all mails together that are in memory at a time. A larger mail is there alone. */
  maxBytes: number;
  /** How long a mail is kept for the next step of its run, in ms. */
  keepMs: number;
  /** The longest a mail waits for room, in ms. */
  maxWaitMs: number;
  /** Reads a mail. Waits for `room` before it holds anything large; what it has then is given back if it fails. */
  read(id: string, room: (bytes: number) => Promise<void>): Promise<Mail>;
}

/** A mail that is in memory or on its way there. */
interface Opened<Mail> {
  mail: Promise<Mail>;
  users: number;
  giveBack(): void;
  timer?: NodeJS.Timeout;
}

/**
 * Mails in memory: each is read once for all who use it at the same time or soon after, and there are never more than there is
 * room for. Those for which there is none wait, first come, first served.
 */
export class OpenedMails<Mail> {
  readonly #options: OpenedMailsOptions<Mail>;
  readonly #room: WeightedSemaphore;
  readonly #opened = new Map<string, Opened<Mail>>();

  constructor(options: OpenedMailsOptions<Mail>) {
    this.#options = options;
    this.#room = new WeightedSemaphore(options.maxBytes);
  }

  /** Does something with a mail, which stays in memory meanwhile. */
  async use<T>(id: string, work: (mail: Mail) => Promise<T>): Promise<T> {
    const opened = this.#opened.get(id) ?? this.#open(id);
    clearTimeout(opened.timer);
    opened.users++;
    try {
      return await work(await opened.mail);
    } finally {
      opened.users--;
      if (this.#opened.get(id) !== opened) giveBackUnused(opened);
      else if (opened.users === 0) opened.timer = setTimeout(() => this.close(id), this.#options.keepMs).unref();
    }
  }

  /** Nobody will ask for it again: it goes with its last user. */
  close(id: string) {
    const opened = this.#opened.get(id);
    if (!opened) return;
    this.#opened.delete(id);
    clearTimeout(opened.timer);
    giveBackUnused(opened);
  }

  #open(id: string): Opened<Mail> {
    const { read, maxWaitMs } = this.#options;
    let giveBack = () => {};
    const room = async (bytes: number) => {
      giveBack = await this.#room.acquire(bytes, AbortSignal.timeout(maxWaitMs)).catch((cause) => {
        throw new Error(`There was no room for the mail in memory within ${maxWaitMs / 1000} s`, { cause });
      });
    };
    const opened: Opened<Mail> = { mail: read(id, room), users: 0, giveBack: () => giveBack() };
    this.#opened.set(id, opened);
    // Whoever asks after a failure reads it anew.
    opened.mail.catch(() => this.#opened.get(id) === opened && this.#opened.delete(id));
    return opened;
  }
}

function giveBackUnused({ users, giveBack }: Opened<unknown>) {
  if (users === 0) giveBack();
}
