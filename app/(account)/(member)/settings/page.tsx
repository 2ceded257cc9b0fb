import type { Metadata } from "next";
import { Button } from "@/app/_ui/button";
import { listImageConsents } from "@/lib/images/consent";
import { requireMember } from "@/lib/workspaces/gate";
import { hasPassword, listMembers } from "@/lib/workspaces/queries";
import { rolesWithin } from "@/lib/workspaces/roles";
import { PageFrame, Section } from "../page-frame";
import { endSession } from "./actions";
import { AddMember } from "./add-member";
import { ImageConsents } from "./image-consents";
import { MemberList } from "./member-list";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const viewer = await requireMember();
  const [protectedByPassword, members, consents] = await Promise.all([
    hasPassword(viewer.userId),
    listMembers(viewer.workspaceId),
    listImageConsents(viewer.workspaceId),
  ]);

  const within = rolesWithin(viewer.role);

  return (
    <PageFrame title="Settings">
      <Section title="You">
        <ProfileForm name={viewer.name} email={viewer.email} />
      </Section>
      <Section
        title="Password"
        note={protectedByPassword ? undefined : "You came in by a sign-in link. With a password you can come back without one."}
      >
        <PasswordForm email={viewer.email} changing={protectedByPassword} />
      </Section>
      <Section title="Members">
        <MemberList members={members} you={viewer.userId} within={within} />
        {within.length > 0 && <AddMember within={within} />}
      </Section>
      <Section
        title="Remote images"
        note="Mail loads nothing from outside until somebody allows it. For these senders everybody here sees the images at once, fetched by this server."
      >
        <ImageConsents consents={consents} />
      </Section>
      <Section title="This browser">
        <form action={endSession}>
          <Button type="submit">Sign out</Button>
        </form>
      </Section>
    </PageFrame>
  );
}
