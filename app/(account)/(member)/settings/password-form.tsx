"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { UNREACHED, whenUnreached } from "@/app/_ui/unreached";
import { type PasswordState, savePassword } from "./actions";
import { Outcome } from "./outcome";

const save = whenUnreached<PasswordState>(savePassword, () => ({ failed: UNREACHED }));

export function PasswordForm({ email, changing }: { email: string; changing: boolean }) {
  const [state, submit, busy] = useActionState(save, {});

  return (
    <form action={submit} className="flex max-w-90 flex-col gap-4">
      {/* Password managers file the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {changing && (
        <Field
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={state.currentError}
        />
      )}
      <Field
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        required
        hint={changing ? "At least 10 characters. Your other sessions end." : "At least 10 characters."}
        error={state.nextError}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy}>
          {changing ? "Change password" : "Set password"}
        </Button>
        <Outcome done={state.done} failed={state.failed} />
      </div>
    </form>
  );
}
