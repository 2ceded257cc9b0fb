import { NothingHere } from "@/app/_shell/nothing-here";

export default function NotFound() {
  return (
    <NothingHere back={{ href: "/deliveries", label: "All deliveries" }}>The delivery does not exist, or is not yours to see.</NothingHere>
  );
}
