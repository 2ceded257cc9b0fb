import type { Message } from "@/app/_data/conversations";
import { plural } from "@/app/_ui/numbers";

type Address = NonNullable<Message["from"]>;

const SHOWN = 3;

/** Name and address. The address always stands there: a name is whatever its sender wrote. */
export function AddressText({ address }: { address: Address | null }) {
  if (!address) return <span className="font-medium">Unknown sender</span>;
  const { name, address: mail } = address;
  return (
    <>
      {name && <bdi className="font-medium">{name}</bdi>}{" "}
      <bdi className={name ? "text-ink-faint" : "font-medium"}>{name && mail ? `<${mail}>` : mail}</bdi>
    </>
  );
}

/** The first recipients, by name where they have one; the rest is counted. */
export function AddressLine({ label, addresses }: { label: string; addresses: Address[] }) {
  if (addresses.length === 0) return null;
  const rest = addresses.length - SHOWN;
  return (
    <span className="min-w-0 break-words">
      <span className="text-ink-faint">{label} </span>
      <bdi>
        {addresses
          .slice(0, SHOWN)
          .map(({ name, address }) => name || address)
          .join(", ")}
      </bdi>
      {rest > 0 && ` and ${plural(rest, "other")}`}
    </span>
  );
}

/** All of them, in full. */
export function AddressList({ addresses }: { addresses: Address[] }) {
  return (
    <ul>
      {addresses.map((address, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, and may name somebody twice.
        <li key={index}>
          <AddressText address={address} />
        </li>
      ))}
    </ul>
  );
}
