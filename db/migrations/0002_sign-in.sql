CREATE TABLE "sign_in_tries" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"resets_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "source_secrets" ADD COLUMN "revealable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "sign_in_tries_resets_at_index" ON "sign_in_tries" USING btree ("resets_at");