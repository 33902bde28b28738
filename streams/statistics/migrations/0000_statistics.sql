CREATE SCHEMA IF NOT EXISTS "statistics";
--> statement-breakpoint
CREATE TABLE "statistics"."customers" (
	"partition" integer NOT NULL,
	"customer_key" text NOT NULL,
	"currency" text NOT NULL,
	"customer_name" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "customers_partition_customer_key_currency_pk" PRIMARY KEY("partition","customer_key","currency")
);
--> statement-breakpoint
CREATE TABLE "statistics"."dead_letters" (
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
CREATE TABLE "statistics"."partition_progress" (
	"partition" integer PRIMARY KEY NOT NULL,
	"counted" bigint NOT NULL,
	"repeated" bigint NOT NULL,
	"dead" bigint NOT NULL,
	"ahead" bigint NOT NULL,
	"late" bigint NOT NULL,
	"stream_time_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "statistics"."reader_offset" (
	"reader_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	CONSTRAINT "reader_offset_reader_group_topic_partition_pk" PRIMARY KEY("reader_group","topic","partition")
);
--> statement-breakpoint
CREATE TABLE "statistics"."seen_events" (
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	"digests" "bytea" NOT NULL,
	CONSTRAINT "seen_events_partition_next_offset_pk" PRIMARY KEY("partition","next_offset")
);
--> statement-breakpoint
CREATE TABLE "statistics"."state_entries" (
	"partition" integer NOT NULL,
	"subtopology" integer NOT NULL,
	"store" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "state_entries_partition_subtopology_store_key_pk" PRIMARY KEY("partition","subtopology","store","key")
);
--> statement-breakpoint
CREATE TABLE "statistics"."totals" (
	"partition" integer NOT NULL,
	"currency" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "totals_partition_currency_pk" PRIMARY KEY("partition","currency")
);
--> statement-breakpoint
CREATE TABLE "statistics"."windows" (
	"partition" integer NOT NULL,
	"size_ms" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"currency" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "windows_partition_size_ms_start_ms_currency_pk" PRIMARY KEY("partition","size_ms","start_ms","currency")
);
--> statement-breakpoint
CREATE INDEX "customers_by_amount" ON "statistics"."customers" USING btree ("currency","amount_minor" DESC NULLS LAST);