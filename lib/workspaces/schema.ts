import { z } from "zod";
import { memberRole } from "@/db/schema";

// What people may say about themselves and each other. The browser checks the same first, so that a refusal here is somebody's script.

export const signInForm = z.object({ email: z.string().trim().max(320), password: z.string().max(1000) });

export const profileForm = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.string().trim().toLowerCase().pipe(z.email()),
});

export const memberForm = profileForm.extend({ role: z.enum(memberRole.enumValues) });
export const memberChange = z.object({ userId: z.uuid(), role: z.enum(memberRole.enumValues) });

/** `current` is empty for whoever sets their first password. */
export const passwordForm = z.object({ current: z.string().max(1000).default(""), next: z.string().max(1000) });
