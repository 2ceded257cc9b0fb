"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { UNREACHED, whenUnreached } from "@/app/_ui/unreached";
import { type ProfileState, saveProfile } from "./actions";
import { Outcome } from "./outcome";

const save = whenUnreached<ProfileState>(saveProfile, (_, data) => ({ email: String(data.get("email")), failed: UNREACHED }));

export function ProfileForm({ name, email }: { name: string; email: string }) {
  const [state, submit, busy] = useActionState(save, {});

  return (
    <form action={submit} aria-label="You" className="flex max-w-90 flex-col gap-4">
      <Field label="Name" name="name" autoComplete="name" defaultValue={name} key={name} required maxLength={100} />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        defaultValue={state.email ?? email}
        key={email}
        required
        hint="You sign in with it. Mailroom sends nothing to it."
        error={state.emailError}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy}>
          Save
        </Button>
        <Outcome done={state.done} failed={state.failed} />
      </div>
    </form>
  );
}
