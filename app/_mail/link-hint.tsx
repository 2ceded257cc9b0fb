/** Where the link under the pointer or with the focus really leads, as a browser says it at the bottom of its window. */
export function LinkHint({ leads }: { leads: string | undefined }) {
  return (
    <output className="pointer-events-none fixed bottom-2 left-2 z-50 max-w-[80vw]">
      {leads && (
        <span className="block truncate rounded border bg-raised px-2 py-1 text-small shadow-float">
          {"Leads to "}
          <bdi className="font-medium">{leads}</bdi>
        </span>
      )}
    </output>
  );
}
