CREATE TYPE "public"."image_consent_kind" AS ENUM('sender', 'domain');--> statement-breakpoint
CREATE TABLE "image_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" "image_consent_kind" NOT NULL,
	"value" text NOT NULL,
	"user_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "image_consents_of_sender" UNIQUE("workspace_id","kind","value")
);
--> statement-breakpoint
ALTER TABLE "image_consents" ADD CONSTRAINT "image_consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;