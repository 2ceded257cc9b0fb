/** What became of a form, quietly; also told to screen readers. */
export function Outcome({ done }: { done: string | undefined }) {
  return (
    <span role="status" className="text-done">
      {done}
    </span>
  );
}
