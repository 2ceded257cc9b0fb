import { NothingHere } from "./_shell/nothing-here";

export default function NotFound() {
  return (
    <div className="h-dvh">
      <NothingHere>The page does not exist, or it is not yours to see.</NothingHere>
    </div>
  );
}
