import type { Message } from "@/app/_data/conversations";
import { MessageCard } from "./message-card";
import { HEIGHTS } from "./message-line";
import type { useStages } from "./use-stages";

interface MessageListProps {
  messages: Message[];
  /** Of the conversation. */
  subject: string;
  /** Id of the message that is read first. */
  first: string | undefined;
  stages: ReturnType<typeof useStages>;
  /** Opened and folded by hand. */
  toggled: ReadonlyMap<string, boolean>;
  isUnread(message: Message): boolean;
  onToggle(id: string, open: boolean): void;
  onSplit(id: string): void;
  onMove(id: string): void;
}

/** Messages oldest to newest: what was read before in one line each, the rest open. What is not drawn yet has its place. */
export function MessageList(props: MessageListProps) {
  const { messages, subject, first, stages, toggled, isUnread, onToggle, onSplit, onMove } = props;
  const { whole, from, to, onShown } = stages;
  const last = messages.at(-1)?.id;
  const alone = messages.length === 1;
  const isOpen = (message: Message) => toggled.get(message.id) ?? (isUnread(message) || message.id === last);
  const room = (of: Message[]) => of.reduce((sum, message) => sum + (isOpen(message) ? HEIGHTS.waiting : HEIGHTS.folded), 0);

  return (
    <ol className="mx-auto max-w-220 px-3 py-3 md:px-6 print:p-0">
      <Room height={room(messages.slice(0, from))} />
      {messages.slice(from, to).map((message, at) => (
        <li key={message.id} className="border-b last:border-b-0">
          <MessageCard
            message={message}
            subject={subject}
            unread={isUnread(message)}
            open={isOpen(message)}
            draw={message.id === first || toggled.has(message.id) ? "now" : whole ? "near" : "later"}
            alone={alone}
            onToggle={onToggle}
            // From the first on nothing would stay.
            onSplit={from + at > 0 ? onSplit : undefined}
            onMove={alone ? undefined : onMove}
            onShown={message.id === first ? onShown : undefined}
          />
        </li>
      ))}
      <Room height={room(messages.slice(to))} />
    </ol>
  );
}

function Room({ height }: { height: number }) {
  return height > 0 && <li aria-hidden style={{ height }} />;
}
