ALTER TABLE "statistics"."customers" ADD COLUMN "simulated_count" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "statistics"."customers" ADD COLUMN "simulated_minor" numeric(40, 0) DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "statistics"."totals" ADD COLUMN "origin" text DEFAULT 'ISSUED' NOT NULL;--> statement-breakpoint
ALTER TABLE "statistics"."windows" ADD COLUMN "origin" text DEFAULT 'ISSUED' NOT NULL;--> statement-breakpoint
ALTER TABLE "statistics"."totals" DROP CONSTRAINT "totals_partition_currency_pk";--> statement-breakpoint
ALTER TABLE "statistics"."windows" DROP CONSTRAINT "windows_partition_size_ms_start_ms_currency_pk";--> statement-breakpoint
ALTER TABLE "statistics"."totals" ADD CONSTRAINT "totals_partition_currency_origin_pk" PRIMARY KEY("partition","currency","origin");--> statement-breakpoint
ALTER TABLE "statistics"."windows" ADD CONSTRAINT "windows_partition_size_ms_start_ms_currency_origin_pk" PRIMARY KEY("partition","size_ms","start_ms","currency","origin");--> statement-breakpoint
-- Until now simulated invoices were counted among all others, and nothing but their customers' names is left of them: those
-- that the simulator makes up, always without an id and in euros.
UPDATE "statistics"."customers" SET
	"simulated_count" = "count", "simulated_minor" = "amount_minor", "count" = 0, "amount_minor" = 0
WHERE "currency" = 'EUR' AND "customer_key" = "customer_name" AND "customer_key" ~ (
	'^(Boulangerie|Librairie|Café|Atelier|Menuiserie|Pharmacie|Garage|Fromagerie) '
	|| E'(Martin|d\'Aubigné|Lefèvre|Moreau|Bernard|Nguyễn|Öztürk|García & Fils)( SARL|, Lyon| "Le Bon Coin")?( [0-9]+)?$');--> statement-breakpoint
-- Only sums over partitions mean anything, so the largest one gives what the simulated invoices of all come to.
INSERT INTO "statistics"."totals" ("partition", "currency", "origin", "count", "amount_minor")
SELECT "largest"."partition", 'EUR', 'SIMULATED', "simulated"."count", "simulated"."amount_minor"
FROM (SELECT sum("simulated_count") AS "count", sum("simulated_minor") AS "amount_minor" FROM "statistics"."customers") AS "simulated",
	(SELECT "partition" FROM "statistics"."totals" WHERE "currency" = 'EUR' ORDER BY "count" DESC, "partition" LIMIT 1) AS "largest"
WHERE "simulated"."count" > 0;--> statement-breakpoint
UPDATE "statistics"."totals" AS "stored" SET
	"count" = "stored"."count" - "simulated"."count", "amount_minor" = "stored"."amount_minor" - "simulated"."amount_minor"
FROM "statistics"."totals" AS "simulated"
WHERE "simulated"."origin" = 'SIMULATED' AND "stored"."origin" = 'ISSUED' AND "stored"."currency" = 'EUR'
	AND "stored"."partition" = "simulated"."partition";--> statement-breakpoint
-- The stream engine keeps the same figures: ["count","amount"] by the text of a series.
INSERT INTO "statistics"."state_entries" ("partition", "subtopology", "store", "key", "value")
SELECT "entry"."partition", "entry"."subtopology", 'totals',
	CASE "total"."origin" WHEN 'SIMULATED' THEN 'EUR simulated' ELSE 'EUR' END,
	format('["%s","%s"]', "total"."count", "total"."amount_minor")
FROM "statistics"."totals" AS "marked"
JOIN "statistics"."totals" AS "total" USING ("partition", "currency")
JOIN "statistics"."state_entries" AS "entry"
	ON "entry"."partition" = "marked"."partition" AND "entry"."store" = 'totals' AND "entry"."key" = 'EUR'
WHERE "marked"."origin" = 'SIMULATED'
ON CONFLICT ("partition", "subtopology", "store", "key") DO UPDATE SET "value" = excluded."value";--> statement-breakpoint
DROP INDEX "statistics"."customers_by_amount";--> statement-breakpoint
CREATE INDEX "customers_by_amount" ON "statistics"."customers" USING btree ("currency","amount_minor" DESC NULLS FIRST) WHERE "statistics"."customers"."count" <> 0;--> statement-breakpoint
CREATE INDEX "customers_by_amount_with_simulated" ON "statistics"."customers" USING btree ("currency",("amount_minor" + "simulated_minor") desc);