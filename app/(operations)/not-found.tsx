import { NothingHere } from "@/app/_shell/nothing-here";

export default function NotFound() {
  return (
    <NothingHere title="No such delivery" back={{ href: "/deliveries", label: "All deliveries" }}>
      It does not exist, or belongs to another workspace.
    </NothingHere>
  );
}
