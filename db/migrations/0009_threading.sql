CREATE TYPE "public"."activity_kind" AS ENUM('merged', 'split', 'moved', 'undone');
--> statement-breakpoint
CREATE TYPE "public"."conversation_lane" AS ENUM('inbox', 'automated');
--> statement-breakpoint
CREATE TYPE "public"."relation_reason" AS ENUM('subject', 'untrusted', 'impersonation', 'full', 'corrected');
--> statement-breakpoint
CREATE TYPE "public"."delivery_outcome" AS ENUM('bounced', 'deferred', 'delivered', 'relayed', 'complained', 'unsubscribed');
--> statement-breakpoint
CREATE TYPE "public"."placement" AS ENUM('new', 'joined', 'joined-untrusted', 'new-related');
--> statement-breakpoint
CREATE TABLE "activities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"kind" "activity_kind" NOT NULL,
	"user_id" uuid,
	"detail" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "conversation_relations" (
	"conversation_id" uuid NOT NULL,
	"related_id" uuid NOT NULL,
	"because" "relation_reason" NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversation_relations_conversation_id_related_id_pk" PRIMARY KEY("conversation_id","related_id")
);
--> statement-breakpoint
CREATE TABLE "delivery_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"outcome" "delivery_outcome" NOT NULL,
	"recipient" text,
	"status" text,
	"detail" text,
	"reporter" text,
	"original_mid" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_events_of_report" UNIQUE("message_id","position")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "lane" "conversation_lane" DEFAULT 'inbox' NOT NULL;
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "subject_keys" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "people" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "authors" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "continued_in" uuid;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "placement" "placement" DEFAULT 'new' NOT NULL;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "doubt" jsonb;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "verdict" jsonb;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "automated" jsonb;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "refs" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "authserv_ids" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "conversation_relations" ADD CONSTRAINT "conversation_relations_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "conversation_relations" ADD CONSTRAINT "conversation_relations_related_id_conversations_id_fk" FOREIGN KEY ("related_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "delivery_events" ADD CONSTRAINT "delivery_events_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "activities_of_conversation" ON "activities" USING btree ("conversation_id","id");
--> statement-breakpoint
CREATE INDEX "conversation_relations_related_id_index" ON "conversation_relations" USING btree ("related_id");
--> statement-breakpoint
CREATE INDEX "delivery_events_of_mail" ON "delivery_events" USING btree ("mailbox_id","original_mid");
--> statement-breakpoint
ALTER TABLE "message_ids" RENAME TO "old_message_ids";
--> statement-breakpoint
ALTER TABLE "old_message_ids" RENAME CONSTRAINT "message_ids_message_id_messages_id_fk" TO "old_message_ids_fk";
--> statement-breakpoint
CREATE TABLE "message_ids" (
	"mailbox_id" uuid NOT NULL,
	"mid" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"owned" boolean NOT NULL,
	CONSTRAINT "message_ids_mailbox_id_mid_conversation_id_pk" PRIMARY KEY("mailbox_id","mid","conversation_id")
);
--> statement-breakpoint
INSERT INTO "message_ids" SELECT m.mailbox_id, o.mid, m.conversation_id, bool_or(o.own) FROM "old_message_ids" o JOIN "messages" m ON m.id = o.message_id GROUP BY 1, 2, 3;
--> statement-breakpoint
UPDATE "messages" SET "refs" = o.refs FROM (SELECT message_id, array_agg(mid ORDER BY id DESC) AS refs FROM "old_message_ids" WHERE NOT own GROUP BY 1) o WHERE o.message_id = messages.id;
--> statement-breakpoint
UPDATE "conversations" SET "authors" = a.authors, "people" = a.authors FROM (SELECT conversation_id, array_agg(DISTINCT lower("from"->>'address')) AS authors FROM "messages" WHERE "from"->>'address' <> '' GROUP BY 1) a WHERE a.conversation_id = conversations.id;
--> statement-breakpoint
DROP TABLE "old_message_ids";
--> statement-breakpoint
ALTER TABLE "message_ids" ADD CONSTRAINT "message_ids_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "message_ids_conversation_id_index" ON "message_ids" USING btree ("conversation_id");
