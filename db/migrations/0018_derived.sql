CREATE TYPE "public"."derived_state" AS ENUM('waiting', 'done', 'none', 'failed');--> statement-breakpoint
CREATE TABLE "blob_texts" (
	"blob_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"text" text NOT NULL,
	"truncated" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "preview" "derived_state" DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "preview_note" text;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "preview_width" integer;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "preview_height" integer;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "extract" "derived_state" DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "extract_note" text;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "pages" integer;--> statement-breakpoint
ALTER TABLE "blob_texts" ADD CONSTRAINT "blob_texts_blob_id_blobs_id_fk" FOREIGN KEY ("blob_id") REFERENCES "public"."blobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blobs_unexamined" ON "blobs" USING btree ("created_at") WHERE "blobs"."sniff" = 'waiting' or "blobs"."scan" = 'waiting' or "blobs"."preview" = 'waiting' or "blobs"."extract" = 'waiting';