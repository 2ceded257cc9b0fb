import { NothingHere } from "@/app/_shell/nothing-here";

export default function NotFound() {
  return (
    <NothingHere title="No such run" back={{ href: "/engine", label: "All runs" }}>
      It may have ended so long ago that it was forgotten, or it is not yours to see.
    </NothingHere>
  );
}
