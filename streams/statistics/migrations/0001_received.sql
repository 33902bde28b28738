CREATE TABLE "statistics"."received_batches" (
	"partition" integer NOT NULL,
	"from_offset" bigint NOT NULL,
	"next_offset" bigint NOT NULL,
	"count" integer NOT NULL,
	"invoices" json NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "received_batches_partition_next_offset_pk" PRIMARY KEY("partition","next_offset")
);
--> statement-breakpoint
ALTER TABLE "statistics"."partition_progress" ADD COLUMN "received_from" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- What was counted before this table was there is not in it.
UPDATE "statistics"."partition_progress" AS progress SET "received_from" = stored."next_offset"
FROM "statistics"."reader_offset" AS stored WHERE stored."partition" = progress."partition";
