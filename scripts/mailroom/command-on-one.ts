import { z } from "zod";
import { type Command, command, type Result } from "./command";
import { UsageError } from "./errors";

/** A command about one thing, named by its id, without options of its own. */
export function commandOnOne(described: Pick<Command, "name" | "about"> & { takes: string; does(id: string): Promise<Result> }): Command {
  const { does, ...rest } = described;
  return command({ ...rest, options: {}, schema: z.object({}), does: async (_, [id]) => does(idOf(id, rest.takes)) });
}

/** The id somebody typed. `takes` is the placeholder it stands for, `<run>`. */
export function idOf(typed: string | undefined, takes: string): string {
  const id = z.uuid().safeParse(typed);
  if (!id.success) throw new UsageError(`give the id of a ${takes.replace(/[<>[\]]/g, "")}`);
  return id.data;
}
