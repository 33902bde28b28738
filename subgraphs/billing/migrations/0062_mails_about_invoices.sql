CREATE TABLE "billing"."invoice_mails" (
	"mail_id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"customer_id" uuid,
	"payment_id" uuid,
	"step_days" smallint,
	"message" text,
	"has_given_recipient" boolean DEFAULT false NOT NULL,
	"resent_mail_id" uuid,
	"queued_by" text NOT NULL,
	CONSTRAINT "invoice_mails_text_lengths" CHECK (char_length("billing"."invoice_mails"."message") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "billing"."mails" (
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
	CONSTRAINT "mails_state_check" CHECK ("billing"."mails"."state" in ('WAITING', 'SENDING', 'SENT', 'UNCERTAIN', 'REFUSED', 'CANCELLED')),
	CONSTRAINT "mails_bounds_check" CHECK (char_length("billing"."mails"."kind") between 1 and 60
          and char_length("billing"."mails"."recipient") <= 254
          and char_length("billing"."mails"."language") <= 35
          and char_length("billing"."mails"."dedupe_key") <= 200
          and char_length("billing"."mails"."answer") <= 1000
          and char_length("billing"."mails"."problem") <= 1000),
	CONSTRAINT "mails_about_check" CHECK (jsonb_typeof("billing"."mails"."about") = 'object'
          and octet_length("billing"."mails"."about"::text) <= 4000),
	CONSTRAINT "mails_sent_check" CHECK (("billing"."mails"."state" <> 'SENT') or ("billing"."mails"."sent_at" is not null)),
	CONSTRAINT "mails_attempt_check" CHECK (("billing"."mails"."state" not in ('SENDING', 'SENT', 'UNCERTAIN'))
          or num_nonnulls("billing"."mails"."message_id", "billing"."mails"."attempted_at", "billing"."mails"."recipient") = 3)
);
--> statement-breakpoint
CREATE TABLE "billing"."reminder_pauses" (
	"invoice_id" uuid PRIMARY KEY NOT NULL,
	"paused_until" date,
	"reason" text NOT NULL,
	"paused_by" text NOT NULL,
	"paused_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminder_pauses_text_lengths" CHECK (char_length("billing"."reminder_pauses"."reason") between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "billing"."reminder_progress" (
	"step_days" smallint NOT NULL,
	"due_date" date NOT NULL,
	"invoice_id" uuid NOT NULL,
	CONSTRAINT "reminder_progress_step_days_pk" PRIMARY KEY("step_days")
);
--> statement-breakpoint
ALTER TABLE "billing"."invoice_mails" ADD CONSTRAINT "invoice_mails_mail_id_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "billing"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."invoice_mails" ADD CONSTRAINT "invoice_mails_resent_mail_id_mails_id_fk" FOREIGN KEY ("resent_mail_id") REFERENCES "billing"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoice_mails_by_invoice" ON "billing"."invoice_mails" USING btree ("invoice_id","mail_id");--> statement-breakpoint
CREATE INDEX "invoice_mails_by_customer" ON "billing"."invoice_mails" USING btree ("customer_id","mail_id");--> statement-breakpoint
CREATE INDEX "mails_due" ON "billing"."mails" USING btree ("due_at") WHERE "billing"."mails"."state" in ('WAITING', 'SENDING');--> statement-breakpoint
CREATE INDEX "mails_uncertain" ON "billing"."mails" USING btree ("attempted_at") WHERE "billing"."mails"."state" = 'UNCERTAIN';--> statement-breakpoint
-- Lists of mails that need somebody's eye find the few of them without reading all that were sent.
CREATE INDEX "mails_not_sent" ON "billing"."mails" USING btree ("id") WHERE "state" <> 'SENT';
--> statement-breakpoint
CREATE FUNCTION "billing"."tell_history_of_mail"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The words of a mail server may name an address, and the history has no data of persons; why a mail was not wanted names none.
  INSERT INTO "billing"."invoice_history" (invoice_id, kind, occurred_at, actor, details)
  SELECT about.invoice_id,
    CASE NEW.state WHEN 'SENT' THEN 'MAIL_SENT' WHEN 'CANCELLED' THEN 'MAIL_CANCELLED' ELSE 'MAIL_FAILED' END,
    clock_timestamp(), about.queued_by,
    jsonb_strip_nulls(jsonb_build_object('mailId', NEW.id, 'reason', CASE NEW.state WHEN 'CANCELLED' THEN NEW.problem END))
  FROM "billing"."invoice_mails" AS about WHERE about.mail_id = NEW.id;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "mails_tell_history" AFTER UPDATE OF "state" ON "billing"."mails"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('SENT', 'CANCELLED', 'REFUSED', 'UNCERTAIN'))
  EXECUTE FUNCTION "billing"."tell_history_of_mail"();
