"use client";

import { useActionState, useId } from "react";
import { Button } from "@/app/_ui/button";
import { CodeBlock } from "@/app/_ui/code-block";
import { Field, inputClass } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { UNREACHED, whenUnreached } from "@/app/_ui/unreached";
import type { Role } from "@/lib/workspaces/roles";
import { type AddState, add } from "./member-actions";
import { ROLE_WORDS } from "./role-words";

const addReached = whenUnreached<AddState>(add, (_, data) => ({
  refusal: UNREACHED,
  kept: { name: String(data.get("name")), email: String(data.get("email")) },
}));

/** Mailroom cannot write to a new member yet: whoever adds them hands the link over. */
export function AddMember({ within }: { within: Role[] }) {
  const [state, submit, busy] = useActionState(addReached, {});
  const roleId = useId();

  return (
    <div className="flex flex-col gap-4">
      <form action={submit} aria-label="Add a member" className="grid max-w-140 gap-4 sm:grid-cols-[1fr_1fr_auto]">
        <Field label="Name" name="name" required maxLength={100} autoComplete="off" defaultValue={state.kept?.name} />
        <Field
          label="E-mail"
          name="email"
          type="email"
          required
          autoComplete="off"
          defaultValue={state.kept?.email}
          error={state.refusal}
        />
        <div className="flex flex-col gap-1.5">
          <label htmlFor={roleId} className="font-medium">
            Role
          </label>
          <select id={roleId} name="role" defaultValue="member" className={inputClass()}>
            {within.toReversed().map((role) => (
              <option key={role} value={role}>
                {ROLE_WORDS[role]}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" busy={busy} className="justify-self-start">
          Add member
        </Button>
      </form>
      {state.added && (
        <Notice>
          <p className="mb-2">{`Hand this link to ${state.added.name}. It signs them in once, within a day, and is not shown again.`}</p>
          <CodeBlock text={state.added.signInUrl} label="sign-in link" />
        </Notice>
      )}
    </div>
  );
}
