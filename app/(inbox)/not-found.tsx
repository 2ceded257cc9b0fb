import { NothingHere } from "@/app/_shell/nothing-here";

export default function NotFound() {
  return <NothingHere>The mailbox or conversation does not exist, or belongs to another workspace.</NothingHere>;
}
