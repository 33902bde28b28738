ALTER TABLE "statistics"."customers" ADD COLUMN "named_at_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "statistics"."customers" DROP CONSTRAINT "customers_partition_customer_key_currency_pk";--> statement-breakpoint
-- A customer whose messages came with several keys has a row for each partition that they lie in: it becomes one.
WITH "scattered" AS (
	SELECT "customer_key", "currency" FROM "statistics"."customers"
	GROUP BY "customer_key", "currency" HAVING count(*) > 1
), "parts" AS (
	DELETE FROM "statistics"."customers" AS "part" USING "scattered"
	WHERE "part"."customer_key" = "scattered"."customer_key" AND "part"."currency" = "scattered"."currency"
	RETURNING "part".*
)
INSERT INTO "statistics"."customers" ("partition", "customer_key", "currency", "customer_name", "count", "amount_minor")
SELECT 0, "customer_key", "currency", max("customer_name"), sum("count"), sum("amount_minor")
FROM "parts" GROUP BY "customer_key", "currency";--> statement-breakpoint
ALTER TABLE "statistics"."customers" ADD CONSTRAINT "customers_customer_key_currency_pk" PRIMARY KEY("customer_key","currency");--> statement-breakpoint
ALTER TABLE "statistics"."customers" DROP COLUMN "partition";--> statement-breakpoint
-- The stream engine sums customers no more: what it kept of them would lie here for ever.
DELETE FROM "statistics"."state_entries" WHERE "store" = 'customers';
