CREATE SCHEMA IF NOT EXISTS "mailtest";
--> statement-breakpoint
CREATE TABLE "mailtest"."mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"about" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recipient" text,
	"language" text,
	"dedupe_key" text,
	"not_before" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"state" text DEFAULT 'WAITING' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"message_id" text,
	"attempted_at" timestamp (3) with time zone,
	"answer" text,
	"problem_code" text,
	"problem" text,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"bounced_at" timestamp (3) with time zone,
	CONSTRAINT "mails_dedupe_key" UNIQUE("dedupe_key"),
	CONSTRAINT "mails_message_id" UNIQUE("message_id"),
	CONSTRAINT "mails_state_check" CHECK ("mailtest"."mails"."state" in ('WAITING', 'SENDING', 'SENT', 'UNCERTAIN', 'REFUSED', 'CANCELLED')),
	CONSTRAINT "mails_bounds_check" CHECK (char_length("mailtest"."mails"."kind") between 1 and 60
          and char_length("mailtest"."mails"."recipient") <= 254
          and char_length("mailtest"."mails"."language") <= 35
          and char_length("mailtest"."mails"."dedupe_key") <= 200
          and char_length("mailtest"."mails"."answer") <= 1000
          and char_length("mailtest"."mails"."problem") <= 1000),
	CONSTRAINT "mails_about_check" CHECK (jsonb_typeof("mailtest"."mails"."about") = 'object'
          and octet_length("mailtest"."mails"."about"::text) <= 4000),
	CONSTRAINT "mails_sent_check" CHECK (("mailtest"."mails"."state" <> 'SENT') or ("mailtest"."mails"."sent_at" is not null)),
	CONSTRAINT "mails_attempt_check" CHECK (("mailtest"."mails"."state" not in ('SENDING', 'SENT', 'UNCERTAIN'))
          or num_nonnulls("mailtest"."mails"."message_id", "mailtest"."mails"."attempted_at", "mailtest"."mails"."recipient") = 3)
);
--> statement-breakpoint
CREATE INDEX "mails_due" ON "mailtest"."mails" USING btree ("due_at") WHERE "mailtest"."mails"."state" in ('WAITING', 'SENDING');--> statement-breakpoint
CREATE INDEX "mails_uncertain" ON "mailtest"."mails" USING btree ("attempted_at") WHERE "mailtest"."mails"."state" = 'UNCERTAIN';