CREATE SCHEMA IF NOT EXISTS "crm";
--> statement-breakpoint
CREATE TABLE "crm"."audit_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "crm"."audit_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "audit_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "audit_outbox_headers_object" CHECK (jsonb_typeof("crm"."audit_outbox"."headers") = 'object')
);
--> statement-breakpoint
CREATE TABLE "crm"."idempotency_keys" (
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operation_subject_key_pk" PRIMARY KEY("operation","subject","key")
);
--> statement-breakpoint
CREATE TABLE "crm"."work_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "crm"."work_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "work_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "work_outbox_headers_object" CHECK (jsonb_typeof("crm"."work_outbox"."headers") = 'object')
);
--> statement-breakpoint
CREATE TABLE "crm"."people" (
	"person" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"manages_all" boolean NOT NULL,
	"manages_disputes" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "crm"."request_alerts" (
	"request_id" uuid NOT NULL,
	"deadline" timestamp (3) with time zone NOT NULL,
	"stage" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "request_alerts_request_id_deadline_stage_pk" PRIMARY KEY("request_id","deadline","stage"),
	CONSTRAINT "request_alerts_stage_check" CHECK ("crm"."request_alerts"."stage" in ('DUE_SOON', 'OVERDUE'))
);
--> statement-breakpoint
CREATE TABLE "crm"."request_history" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "crm"."request_history_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"details" jsonb NOT NULL,
	CONSTRAINT "request_history_kind_check" CHECK ("crm"."request_history"."kind" in ('CREATED', 'CHANGED', 'ASSIGNED', 'COMMENTED', 'CLOSED', 'REOPENED'))
);
--> statement-breakpoint
CREATE TABLE "crm"."requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "crm"."requests_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"text" text,
	"urgency" text NOT NULL,
	"deadline" timestamp (3) with time zone,
	"priority" bigint NOT NULL,
	"status" text DEFAULT 'OPEN' NOT NULL,
	"customer_id" uuid,
	"invoice_id" uuid,
	"invoice_number" text,
	"disputed_minor" bigint,
	"currency" char(3),
	"author" text NOT NULL,
	"assignee" text,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"outcome" text,
	"next_alert_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "requests_kind_check" CHECK ("crm"."requests"."kind" in ('QUESTION', 'TASK', 'COMPLAINT', 'DISPUTE', 'OTHER')),
	CONSTRAINT "requests_urgency_check" CHECK ("crm"."requests"."urgency" in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
	CONSTRAINT "requests_title_check" CHECK (char_length("crm"."requests"."title") between 1 and 200),
	CONSTRAINT "requests_text_check" CHECK (char_length("crm"."requests"."text") between 1 and 10000),
	CONSTRAINT "requests_outcome_check" CHECK (char_length("crm"."requests"."outcome") between 1 and 2000),
	CONSTRAINT "requests_status_check" CHECK ("crm"."requests"."status" in ('OPEN', 'DONE') and ("crm"."requests"."status" = 'DONE') = (num_nonnulls("crm"."requests"."closed_at", "crm"."requests"."closed_by") = 2)
        and ("crm"."requests"."status" = 'DONE' or num_nonnulls("crm"."requests"."closed_at", "crm"."requests"."closed_by", "crm"."requests"."outcome") = 0)),
	CONSTRAINT "requests_about_check" CHECK (num_nonnulls("crm"."requests"."customer_id", "crm"."requests"."invoice_id") >= 1),
	CONSTRAINT "requests_dispute_check" CHECK ("crm"."requests"."kind" <> 'DISPUTE' or "crm"."requests"."invoice_id" is not null),
	CONSTRAINT "requests_disputed_check" CHECK (num_nonnulls("crm"."requests"."disputed_minor", "crm"."requests"."currency") in (0, 2)
        and ("crm"."requests"."disputed_minor" is null or ("crm"."requests"."kind" = 'DISPUTE' and "crm"."requests"."disputed_minor" > 0))),
	CONSTRAINT "requests_alert_check" CHECK ("crm"."requests"."next_alert_at" is null or ("crm"."requests"."status" = 'OPEN' and "crm"."requests"."deadline" is not null)),
	CONSTRAINT "requests_version_check" CHECK ("crm"."requests"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "crm"."request_alerts" ADD CONSTRAINT "request_alerts_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "crm"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crm"."request_history" ADD CONSTRAINT "request_history_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "crm"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "crm"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "people_by_subject" ON "crm"."people" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "people_by_sight" ON "crm"."people" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "request_history_of_request" ON "crm"."request_history" USING btree ("request_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "requests_number_key" ON "crm"."requests" USING btree ("number");--> statement-breakpoint
CREATE INDEX "requests_by_priority" ON "crm"."requests" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "requests_by_deadline" ON "crm"."requests" USING btree (coalesce("deadline", '9999-12-31 00:00:00+00'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "requests_by_creation" ON "crm"."requests" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "requests_by_change" ON "crm"."requests" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "open_requests_by_priority" ON "crm"."requests" USING btree ("priority","id") WHERE "crm"."requests"."status" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_of_customer" ON "crm"."requests" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "requests_of_invoice" ON "crm"."requests" USING btree ("invoice_id","id");--> statement-breakpoint
CREATE INDEX "requests_of_assignee" ON "crm"."requests" USING btree ("assignee","id");--> statement-breakpoint
CREATE INDEX "requests_to_alert" ON "crm"."requests" USING btree ("next_alert_at") WHERE "crm"."requests"."next_alert_at" is not null;--> statement-breakpoint
-- The extension is there from provisioning, as a role may not make it, in whatever schema somebody put it.
DO $$
DECLARE
  home text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS schema ON schema.oid = extnamespace
    WHERE extname = 'pg_trgm');
BEGIN
  IF home IS NULL THEN
    RAISE EXCEPTION 'the extension pg_trgm is missing: provision the database anew, or run CREATE EXTENSION pg_trgm in it';
  END IF;
  EXECUTE format('CREATE INDEX "requests_by_trigram" ON "crm"."requests"
    USING gin ("title" %1$s.gin_trgm_ops, "text" %1$s.gin_trgm_ops, "invoice_number" %1$s.gin_trgm_ops)', home);
END;
$$;
--> statement-breakpoint
CREATE FUNCTION "crm"."refuse_history_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history of requests is append-only: write a new entry instead';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "request_history_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "crm"."request_history"
  FOR EACH STATEMENT EXECUTE FUNCTION "crm"."refuse_history_change"();
