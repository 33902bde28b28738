CREATE TABLE "statistics"."customer_settlements" (
	"customer_key" text NOT NULL,
	"currency" text NOT NULL,
	"kind" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "customer_settlements_customer_key_currency_kind_pk" PRIMARY KEY("customer_key","currency","kind")
);
--> statement-breakpoint
CREATE TABLE "statistics"."settlement_totals" (
	"partition" integer NOT NULL,
	"currency" text NOT NULL,
	"kind" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "settlement_totals_partition_currency_kind_pk" PRIMARY KEY("partition","currency","kind")
);
--> statement-breakpoint
CREATE TABLE "statistics"."settlement_windows" (
	"partition" integer NOT NULL,
	"size_ms" integer NOT NULL,
	"start_ms" bigint NOT NULL,
	"currency" text NOT NULL,
	"kind" text NOT NULL,
	"count" bigint NOT NULL,
	"amount_minor" numeric(40, 0) NOT NULL,
	CONSTRAINT "settlement_windows_partition_size_ms_start_ms_currency_kind_pk" PRIMARY KEY("partition","size_ms","start_ms","currency","kind")
);
--> statement-breakpoint
ALTER TABLE "statistics"."partition_progress" ADD COLUMN "settled" bigint DEFAULT 0 NOT NULL;