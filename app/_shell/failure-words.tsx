/** What to make of a failure: nothing is lost, and where its cause is written down. `digest` is how the server's log calls it. */
export function FailureWords({ digest }: { digest: string | undefined }) {
  return (
    <div role="alert">
      No mail is lost.
      {digest ? (
        <>
          {" The server could not answer; its log says why, under "}
          <code className="font-mono text-small">{digest}</code>.
        </>
      ) : (
        " Something on this page broke."
      )}
    </div>
  );
}
