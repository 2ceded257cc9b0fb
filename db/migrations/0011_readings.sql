CREATE TYPE "public"."reading_state" AS ENUM('pending', 'replaced');--> statement-breakpoint
CREATE TYPE "public"."reparse_state" AS ENUM('running', 'stopped', 'failed', 'done');--> statement-breakpoint
ALTER TYPE "public"."activity_kind" ADD VALUE 'lane';--> statement-breakpoint
CREATE TABLE "message_readings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"state" "reading_state" DEFAULT 'pending' NOT NULL,
	"reading" jsonb,
	"content_hash" text,
	"reason" text,
	"differences" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reparses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"state" "reparse_state" DEFAULT 'running' NOT NULL,
	"reason" text,
	"user_id" uuid,
	"per_minute" integer NOT NULL,
	"until" uuid NOT NULL,
	"cursor" uuid,
	"batches" integer DEFAULT 0 NOT NULL,
	"emissions" integer DEFAULT 0 NOT NULL,
	"total" integer NOT NULL,
	"checked" integer DEFAULT 0 NOT NULL,
	"differing" integer DEFAULT 0 NOT NULL,
	"unreadable" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "notes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "message_readings" ADD CONSTRAINT "message_readings_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reparses" ADD CONSTRAINT "reparses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "message_readings_pending" ON "message_readings" USING btree ("message_id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "message_readings_message_id_index" ON "message_readings" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_readings_newest" ON "message_readings" USING btree ("workspace_id","id") WHERE state = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "reparses_running" ON "reparses" USING btree ("workspace_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "reparses_workspace_id_id_index" ON "reparses" USING btree ("workspace_id","id");