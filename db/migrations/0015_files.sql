CREATE TYPE "public"."scan_state" AS ENUM('none', 'waiting', 'clean', 'infected', 'unscannable');--> statement-breakpoint
CREATE TYPE "public"."sniff_state" AS ENUM('waiting', 'done', 'failed');--> statement-breakpoint
CREATE TABLE "downloads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"attachment_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"warnings" text[] NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "sniff" "sniff_state" DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "sniffed_type" text;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "scan" "scan_state" DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "scan_note" text;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "needed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "dropped_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "downloads_attachment_id_at_index" ON "downloads" USING btree ("attachment_id","at");--> statement-breakpoint
CREATE INDEX "blobs_needed" ON "blobs" USING btree ("needed_at");