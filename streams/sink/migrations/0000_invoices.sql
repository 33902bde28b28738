-- The schema is made when the context gets its role (platform/database/provision.ts); alone it makes its own.
CREATE SCHEMA IF NOT EXISTS "sink";
--> statement-breakpoint
CREATE TABLE "sink"."csv_files" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"day" date NOT NULL,
	"first_sequence" bigint NOT NULL,
	"row_count" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "csv_files_name_unique" UNIQUE("name"),
	CONSTRAINT "csv_files_not_empty" CHECK ("sink"."csv_files"."row_count" > 0 and "sink"."csv_files"."bytes" > 0),
	CONSTRAINT "csv_files_counted_from_one" CHECK ("sink"."csv_files"."id" > 0 and "sink"."csv_files"."first_sequence" > 0)
);
--> statement-breakpoint
CREATE TABLE "sink"."dead_letters" (
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
CREATE TABLE "sink"."invoices" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"event_source" text NOT NULL,
	"invoice_number" text NOT NULL,
	"customer_name" text NOT NULL,
	"customer_id" text,
	"amount" numeric NOT NULL,
	"currency" text NOT NULL,
	"issued_at" timestamp(3) with time zone NOT NULL,
	"stored_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"log_partition" integer NOT NULL,
	"log_offset" bigint NOT NULL,
	"csv_file_id" integer NOT NULL,
	"csv_start" bigint NOT NULL,
	CONSTRAINT "invoices_id_unique" UNIQUE("id"),
	CONSTRAINT "invoices_event_unique" UNIQUE("event_id","event_source"),
	CONSTRAINT "invoices_currency_form" CHECK ("sink"."invoices"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "invoices_amount_is_a_number" CHECK ("sink"."invoices"."amount" <> 'NaN' and abs("sink"."invoices"."amount") < 'Infinity')
);
--> statement-breakpoint
CREATE TABLE "sink"."reader_offset" (
	"reader_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	CONSTRAINT "reader_offset_reader_group_topic_partition_pk" PRIMARY KEY("reader_group","topic","partition")
);
--> statement-breakpoint
ALTER TABLE "sink"."invoices" ADD CONSTRAINT "invoices_csv_file_id_csv_files_id_fk" FOREIGN KEY ("csv_file_id") REFERENCES "sink"."csv_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoices_by_number" ON "sink"."invoices" USING btree ("invoice_number");--> statement-breakpoint
CREATE INDEX "invoices_by_issue" ON "sink"."invoices" USING btree ("issued_at");