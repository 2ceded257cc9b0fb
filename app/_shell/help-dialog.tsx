import { Fragment } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { Kbd } from "@/app/_ui/kbd";

const KEYS: [heading: string, rows: [label: string, ...keys: string[]][]][] = [
  [
    "List",
    [
      ["Next conversation", "j", "↓"],
      ["Previous conversation", "k", "↑"],
      ["Open", "Enter", "o"],
      ["Back to the list", "u", "Esc"],
    ],
  ],
  [
    "Conversation",
    [
      ["Next message", "n"],
      ["Previous message", "p"],
      ["Mark as read", "Shift I"],
      ["Mark as unread", "Shift U"],
      ["Split from this message on", "Shift S"],
      ["Move this message", "v"],
      ["Merge with another", "Shift M"],
      ["Undo the last of these", "z"],
      ["Mail light or dark", "Shift D"],
    ],
  ],
  ["Everywhere", [["This help", "?"]]],
];

/** The keys, by where they work. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" description="Single keys are off while you type.">
      <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-1.5">
        {KEYS.map(([heading, rows]) => (
          <Fragment key={heading}>
            <div className="col-span-2 mt-3 font-medium text-ink-faint text-small first:mt-0">{heading}</div>
            {rows.map(([label, ...keys]) => (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd className="flex justify-end gap-1">
                  {keys
                    .flatMap((key) => key.split(" "))
                    .map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                </dd>
              </Fragment>
            ))}
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
