export const UNREACHED = "The server cannot be reached. Try again in a moment.";

type FormAction<State> = (before: State, data: FormData) => Promise<State>;

/** A form's action that answers for a server that cannot be reached: React would put the page's error in the place of what was typed. */
export function whenUnreached<State>(action: FormAction<State>, answer: (before: State, data: FormData) => State): FormAction<State> {
  return (before, data) =>
    action(before, data).catch((error: unknown) => {
      // What fetch says of a network; all that a server said is something else.
      if (error instanceof TypeError) return answer(before, data);
      throw error;
    });
}
