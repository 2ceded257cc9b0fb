import type { Worker } from "node:worker_threads";
import type { TaskInputs, TaskName, TaskResults } from "./tasks";

/** What is asked of a worker; one question at a time. */
export interface Question {
  name: TaskName;
  input: TaskInputs[TaskName];
}

export type Answer = { result: TaskResults[TaskName] } | { error: string };

export interface PoolOptions {
  size: number;
  /** A task that takes longer is ended, and its worker replaced. */
  deadlineMs: number;
  spawn(): Worker;
}

/** A task that took more time or memory than a worker may. Ends a sentence that begins with the task. */
export class TaskOverrun extends Error {
  override name = "TaskOverrun";
  constructor(
    message: string,
    /** Of what it took too much. Time goes by for a task that a busy machine leaves waiting, too. */
    readonly of: "time" | "memory",
  ) {
    super(message);
  }
}

interface Job {
  question: Question;
  transfer: ArrayBuffer[];
  resolve(result: TaskResults[TaskName]): void;
  reject(error: Error): void;
}

/**
 * A few worker threads and a queue in front of them. A worker that overruns is killed with what it was doing and nothing else; the
 * next task gets a fresh one. Threads start when they are needed, and keep no process alive that has nothing else to do.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #idle: Worker[] = [];
  readonly #waiting: Job[] = [];
  #running = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** `transfer` is what of the input moves to the worker instead of being copied. */
  run<Name extends TaskName>(name: Name, input: TaskInputs[Name], transfer: ArrayBuffer[] = []): Promise<TaskResults[Name]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question: { name, input }, transfer, resolve: (result) => resolve(result as TaskResults[Name]), reject });
      this.#next();
    });
  }

  /** Ends all workers that wait for work. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  #next() {
    if (this.#running >= this.#options.size) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running++;
    this.#start(job, this.#takeIdle() ?? this.#options.spawn());
  }

  /** One that has not died while it waited. */
  #takeIdle(): Worker | undefined {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) if (worker.threadId > 0) return worker;
    return undefined;
  }

  #start(job: Job, worker: Worker) {
    const { deadlineMs } = this.#options;
    const tooLong = new TaskOverrun(`took longer than ${deadlineMs / 1000} s`, "time");
    const overrun = setTimeout(() => give(() => job.reject(tooLong), false), deadlineMs);

    const onMessage = (answer: Answer) =>
      give(() => ("result" in answer ? job.resolve(answer.result) : job.reject(new Error(answer.error))), true);
    const onError = (error: unknown) => give(() => job.reject(asOverrun(error)), false);
    const onExit = (code: number) => give(() => job.reject(new Error(`A worker ended with ${code}`)), false);

    const give = (settle: () => void, reusable: boolean) => {
      clearTimeout(overrun);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref();
      if (reusable) this.#idle.push(worker);
      else void this.#end(worker);
      this.#running--;
      settle();
      this.#next();
    };

    worker.on("message", onMessage).on("error", onError).on("exit", onExit).ref();
    worker.postMessage(job.question, job.transfer);
  }

  async #end(worker: Worker) {
    // It may say why it dies after it was given up; nobody listens any more.
    worker.on("error", () => undefined);
    await worker.terminate();
  }
}

function asOverrun(error: unknown): Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return new TaskOverrun("took more memory than a mail may", "memory");
  return error instanceof Error ? error : new Error(String(error));
}
