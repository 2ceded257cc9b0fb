import { Skeleton } from "@/app/_ui/skeleton";

export function ConversationSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading the conversation</span>
      <div className="flex h-12 items-center border-b px-4 md:px-6">
        <Skeleton className="w-72" />
      </div>
      <div className="flex flex-col gap-3 px-4 py-6 md:px-6">
        <Skeleton className="w-48" />
        <Skeleton className="w-32" />
        <Skeleton className="mt-4 w-full max-w-160" />
        <Skeleton className="w-full max-w-160" />
        <Skeleton className="w-full max-w-96" />
      </div>
    </div>
  );
}
