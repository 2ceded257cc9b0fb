"use client";

import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { UNREACHED, whenUnreached } from "@/app/_ui/unreached";
import { type SignInState, signInByPassword } from "./actions";

const signIn = whenUnreached<SignInState>(signInByPassword, (_, data) => ({
  email: String(data.get("email")),
  refusal: { tone: "failed", words: UNREACHED },
}));

export function SignInForm() {
  const [state, submit, busy] = useActionState(signIn, {});
  const password = useRef<HTMLInputElement>(null);

  // The address is kept: what is left to do is to type the password again.
  useEffect(() => {
    if (state.refusal) password.current?.focus();
  }, [state]);

  return (
    <form action={submit} className="flex flex-col gap-4">
      {state.refusal && (
        <Notice tone={state.refusal.tone} role="alert">
          {state.refusal.words}
        </Notice>
      )}
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={state.email}
        key={state.email}
        required
        autoFocus={!state.refusal}
      />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required ref={password} />
      <Button type="submit" look="primary" busy={busy} className="h-9">
        Sign in
      </Button>
      <p className="text-ink-faint text-small">
        No password yet, or forgotten? Whoever runs this Mailroom makes you a sign-in link:
        <code className="mt-1 block font-mono">npm run -s mailroom -- owner link --email {"<your address>"}</code>
      </p>
    </form>
  );
}
