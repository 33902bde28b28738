CREATE SCHEMA IF NOT EXISTS "audit";
--> statement-breakpoint
CREATE TABLE "audit"."audit_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit"."audit_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "audit_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "audit_outbox_headers_object" CHECK (jsonb_typeof("audit"."audit_outbox"."headers") = 'object')
);
--> statement-breakpoint
CREATE TABLE "audit"."dead_letters" (
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"record_offset" bigint NOT NULL,
	"reason" text NOT NULL,
	"key" "bytea",
	"value" "bytea" NOT NULL,
	"headers" json NOT NULL,
	"timestamp_ms" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dead_letters_topic_partition_record_offset_pk" PRIMARY KEY("topic","partition","record_offset")
);
--> statement-breakpoint
CREATE TABLE "audit"."export_addresses" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"request" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."reader_offset" (
	"reader_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	CONSTRAINT "reader_offset_reader_group_topic_partition_pk" PRIMARY KEY("reader_group","topic","partition")
);
--> statement-breakpoint
CREATE INDEX "export_addresses_by_expiry" ON "audit"."export_addresses" USING btree ("expires_at");