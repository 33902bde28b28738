CREATE TABLE "workspace"."mail_addresses" (
	"owner" text PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_addresses_address_check" CHECK (char_length("workspace"."mail_addresses"."address") between 1 and 254)
);
--> statement-breakpoint
CREATE TABLE "workspace"."mails" (
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
	CONSTRAINT "mails_state_check" CHECK ("workspace"."mails"."state" in ('WAITING', 'SENDING', 'SENT', 'UNCERTAIN', 'REFUSED', 'CANCELLED')),
	CONSTRAINT "mails_bounds_check" CHECK (char_length("workspace"."mails"."kind") between 1 and 60
          and char_length("workspace"."mails"."recipient") <= 254
          and char_length("workspace"."mails"."language") <= 35
          and char_length("workspace"."mails"."dedupe_key") <= 200
          and char_length("workspace"."mails"."answer") <= 1000
          and char_length("workspace"."mails"."problem") <= 1000),
	CONSTRAINT "mails_about_check" CHECK (jsonb_typeof("workspace"."mails"."about") = 'object'
          and octet_length("workspace"."mails"."about"::text) <= 4000),
	CONSTRAINT "mails_sent_check" CHECK (("workspace"."mails"."state" <> 'SENT') or ("workspace"."mails"."sent_at" is not null)),
	CONSTRAINT "mails_attempt_check" CHECK (("workspace"."mails"."state" not in ('SENDING', 'SENT', 'UNCERTAIN'))
          or num_nonnulls("workspace"."mails"."message_id", "workspace"."mails"."attempted_at", "workspace"."mails"."recipient") = 3)
);
--> statement-breakpoint
CREATE TABLE "workspace"."notice_mailing" (
	"is_only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"mailed_through" bigint NOT NULL,
	CONSTRAINT "notice_mailing_one_row" CHECK ("workspace"."notice_mailing"."is_only_row")
);
--> statement-breakpoint
ALTER TABLE "workspace"."preferences" ADD COLUMN "mail_approvals" boolean;--> statement-breakpoint
ALTER TABLE "workspace"."preferences" ADD COLUMN "mail_alerts" boolean;--> statement-breakpoint
ALTER TABLE "workspace"."preferences" ADD COLUMN "mail_imports" boolean;--> statement-breakpoint
CREATE INDEX "mail_addresses_by_age" ON "workspace"."mail_addresses" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "mails_due" ON "workspace"."mails" USING btree ("due_at") WHERE "workspace"."mails"."state" in ('WAITING', 'SENDING');--> statement-breakpoint
CREATE INDEX "mails_uncertain" ON "workspace"."mails" USING btree ("attempted_at") WHERE "workspace"."mails"."state" = 'UNCERTAIN';--> statement-breakpoint
INSERT INTO "workspace"."notice_mailing" ("mailed_through") SELECT coalesce(max("position"), 0) FROM "workspace"."notices";
