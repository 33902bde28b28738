CREATE TABLE "workspace"."dead_letters" (
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
CREATE TABLE "workspace"."notice_reads" (
	"owner" text NOT NULL,
	"notice_id" uuid NOT NULL,
	CONSTRAINT "notice_reads_owner_notice_id_pk" PRIMARY KEY("owner","notice_id")
);
--> statement-breakpoint
CREATE TABLE "workspace"."notice_retention" (
	"is_only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"deleted_through" bigint NOT NULL,
	CONSTRAINT "notice_retention_one_row" CHECK ("workspace"."notice_retention"."is_only_row")
);
--> statement-breakpoint
CREATE TABLE "workspace"."notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "workspace"."notices_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"role" text,
	"recipient" text,
	"actor" text,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"event_source" text,
	"event_id" text,
	CONSTRAINT "notices_position_key" UNIQUE("position"),
	CONSTRAINT "notices_event_key" UNIQUE("event_source","event_id"),
	CONSTRAINT "notices_addressed_check" CHECK (num_nonnulls("workspace"."notices"."role", "workspace"."notices"."recipient") = 1)
);
--> statement-breakpoint
CREATE TABLE "workspace"."people" (
	"owner" text PRIMARY KEY NOT NULL,
	"joined_at" bigint NOT NULL,
	"read_through" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace"."reader_offset" (
	"reader_group" text NOT NULL,
	"topic" text NOT NULL,
	"partition" integer NOT NULL,
	"next_offset" bigint NOT NULL,
	CONSTRAINT "reader_offset_reader_group_topic_partition_pk" PRIMARY KEY("reader_group","topic","partition")
);
--> statement-breakpoint
CREATE TABLE "workspace"."seen_rights" (
	"owner" text NOT NULL,
	"client" text NOT NULL,
	"roles" text[] NOT NULL,
	CONSTRAINT "seen_rights_owner_client_pk" PRIMARY KEY("owner","client")
);
--> statement-breakpoint
ALTER TABLE "workspace"."notice_reads" ADD CONSTRAINT "notice_reads_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "workspace"."notices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notice_reads_of_notice" ON "workspace"."notice_reads" USING btree ("notice_id");--> statement-breakpoint
CREATE INDEX "notices_by_role" ON "workspace"."notices" USING btree ("role","position");--> statement-breakpoint
CREATE INDEX "notices_by_recipient" ON "workspace"."notices" USING btree ("recipient","position");--> statement-breakpoint
CREATE INDEX "notices_by_age" ON "workspace"."notices" USING btree ("stored_at");