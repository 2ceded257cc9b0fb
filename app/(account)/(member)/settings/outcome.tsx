/** What became of a form, quietly; also told to screen readers. */
export function Outcome({ done, failed }: { done: string | undefined; failed: string | undefined }) {
  return (
    <>
      <span role="status" className="text-done">
        {done}
      </span>
      {failed && (
        <span role="alert" className="text-failed">
          {failed}
        </span>
      )}
    </>
  );
}
