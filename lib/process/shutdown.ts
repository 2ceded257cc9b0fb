/** After a SIGTERM whoever sent it waits, and not for ever: then only the database is closed. */
const GRACE_MS = 3500;
const LAST_MS = 1000;

type Close = () => Promise<unknown> | unknown;

/** Closes what was opened, newest first. */
export interface Shutdown {
  /** Registers how to close what was just opened. The first one registered is closed even when time runs out. */
  onEnd(name: string, close: Close): void;
  /** Closes everything and exits with `code`. Asked again, it hurries. */
  end(code: number): void;
}

/** `started` settles when nothing more will be opened: a shutdown asked for half-way through the start waits for it. */
export function createShutdown(started: () => Promise<unknown>, exit: (code: number) => void = process.exit): Shutdown {
  const closers: { name: string; close: Close }[] = [];
  let ending = false;
  let hurrying = false;

  async function closeAll(code: number) {
    await started().catch(() => undefined);
    while (!hurrying) {
      const next = closers.pop();
      if (!next) return exit(code);
      await closeOne(next);
    }
  }

  async function hurry() {
    if (hurrying) return;
    hurrying = true;
    const [first] = closers;
    if (first) await within(LAST_MS, closeOne(first));
    exit(1);
  }

  return {
    onEnd(name, close) {
      closers.push({ name, close });
    },
    end(code) {
      if (ending) return void hurry();
      ending = true;
      setTimeout(hurry, GRACE_MS);
      void closeAll(code);
    },
  };
}

/** Waits for `work`, but no longer than `ms`. */
export function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms))]);
}

async function closeOne({ name, close }: { name: string; close: Close }) {
  try {
    await close();
  } catch (error) {
    console.error(`Closing ${name} failed:`, error);
  }
}
