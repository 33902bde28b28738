-- Customers are ranked from one row each. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
SELECT pg_advisory_xact_lock(hashtext('billing.compact_totals'));
--> statement-breakpoint
LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "billing"."customer_ranks" (
	"grain" text NOT NULL,
	"period" date NOT NULL,
	"customer_id" uuid NOT NULL,
	"invoices" integer[] NOT NULL,
	CONSTRAINT "customer_ranks_grain_period_customer_id_pk" PRIMARY KEY("grain","period","customer_id"),
	CONSTRAINT "customer_ranks_grain_known" CHECK ("billing"."customer_ranks"."grain" in ('Y', 'A'))
);
--> statement-breakpoint
ALTER TABLE "billing"."customer_totals" DROP CONSTRAINT "customer_totals_grain_known";--> statement-breakpoint
ALTER TABLE "billing"."customer_totals" ADD CONSTRAINT "customer_totals_grain_known" CHECK ("billing"."customer_totals"."grain" in ('D', 'M', 'Y', 'A'));
--> statement-breakpoint
-- Writes the ranks of these customers anew, of each in a grain and a period, from the rows of their totals.
CREATE FUNCTION "billing"."rank_customers"(grains text[], periods date[], customers uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "billing"."customer_ranks" AS stored
  USING unnest(grains, periods, customers) AS key (grain, period, customer_id)
  WHERE stored.grain = key.grain AND stored.period = key.period AND stored.customer_id = key.customer_id;
  INSERT INTO "billing"."customer_ranks" (grain, period, customer_id, invoices)
  SELECT grain, period, customer_id, array[
      (sum(invoices) FILTER (WHERE class = 0))::integer, (sum(invoices) FILTER (WHERE class = 1))::integer,
      (sum(invoices) FILTER (WHERE class = 2))::integer, (sum(invoices) FILTER (WHERE class = 3))::integer,
      (sum(invoices) FILTER (WHERE class = 4))::integer, (sum(invoices) FILTER (WHERE class = 5))::integer,
      (sum(invoices) FILTER (WHERE class = 6))::integer, (sum(invoices) FILTER (WHERE class = 7))::integer,
      (sum(invoices) FILTER (WHERE class = 8))::integer, (sum(invoices) FILTER (WHERE class = 9))::integer,
      (sum(invoices) FILTER (WHERE class = 10))::integer, (sum(invoices) FILTER (WHERE class = 11))::integer,
      (sum(invoices) FILTER (WHERE class = 12))::integer, (sum(invoices) FILTER (WHERE class = 13))::integer,
      (sum(invoices) FILTER (WHERE class = 14))::integer, (sum(invoices) FILTER (WHERE class = 15))::integer]
  FROM unnest(grains, periods, customers) AS key (grain, period, customer_id)
  JOIN "billing"."customer_totals" USING (grain, period, customer_id)
  WHERE grain <> 'D'
  GROUP BY grain, period, customer_id
  -- So that a period is read from few pages.
  ORDER BY grain, period, customer_id;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."rank_customers"(text[], date[], uuid[]) FROM PUBLIC;
--> statement-breakpoint
-- As before, with the rows of all days and the ranks.
CREATE OR REPLACE FUNCTION "billing"."compact_totals"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  days bigint[];
  customers bigint[];
  keys record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('billing.compact_totals')) THEN
    RETURN 0;
  END IF;
  days := array(SELECT position FROM "billing"."daily_totals" WHERE is_delta ORDER BY position LIMIT most);
  customers := array(SELECT position FROM "billing"."customer_totals" WHERE grain = 'D' ORDER BY position LIMIT most);
  WITH taken AS (
    DELETE FROM "billing"."daily_totals" WHERE position = ANY (days) RETURNING *
  ), added_up AS (
    DELETE FROM "billing"."daily_totals" AS stored
    USING (SELECT DISTINCT day, class, currency FROM taken) AS key
    WHERE NOT stored.is_delta AND stored.day = key.day AND stored.class = key.class AND stored.currency = key.currency
    RETURNING stored.*
  )
  INSERT INTO "billing"."daily_totals" (
    is_delta, day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT false, day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM (SELECT * FROM taken UNION ALL SELECT * FROM added_up) AS row
  GROUP BY day, class, currency HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  WITH taken AS (
    DELETE FROM "billing"."customer_totals" WHERE position = ANY (customers) RETURNING *
  ), grained AS (
    SELECT 'M' AS grain, period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor
    FROM taken
    UNION ALL
    SELECT 'Y', date_trunc('year', period::timestamp)::date, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor,
      balance_minor FROM taken
    UNION ALL
    SELECT 'A', '-infinity', customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor FROM taken
  ), ranked AS (
    SELECT DISTINCT grain, period, customer_id FROM grained WHERE grain <> 'M'
  ), added_up AS (
    DELETE FROM "billing"."customer_totals" AS stored
    USING (SELECT DISTINCT grain, period, customer_id, class, currency FROM grained) AS key
    WHERE stored.grain <> 'D' AND stored.grain = key.grain AND stored.period = key.period
      AND stored.customer_id = key.customer_id AND stored.class = key.class AND stored.currency = key.currency
    RETURNING stored.grain, stored.period, stored.customer_id, stored.class, stored.currency, stored.invoices,
      stored.net_minor, stored.tax_minor, stored.total_minor, stored.balance_minor
  ), written AS (
    INSERT INTO "billing"."customer_totals" (
      grain, period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT grain, period, customer_id, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor),
      sum(balance_minor)
    FROM (SELECT * FROM grained UNION ALL SELECT * FROM added_up) AS row
    GROUP BY grain, period, customer_id, class, currency HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
    ORDER BY grain, period, customer_id
  )
  SELECT array_agg(grain) AS grains, array_agg(period) AS periods, array_agg(customer_id) AS customers INTO keys FROM ranked;
  PERFORM "billing".rank_customers(keys.grains, keys.periods, keys.customers);
  RETURN cardinality(days) + cardinality(customers);
END;
$$;
--> statement-breakpoint
-- As before, without ranks until the differences are added up.
CREATE OR REPLACE FUNCTION "billing"."recount_totals"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
  TRUNCATE "billing"."daily_totals", "billing"."customer_totals", "billing"."customer_ranks";
  WITH figures AS MATERIALIZED (
    SELECT coalesce(issue_date, '-infinity') AS day, (case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end)::smallint AS class, currency,
      coalesce(customer_id, '00000000-0000-0000-0000-000000000000') AS customer_id,
      sum(sign) AS invoices, sum(sign * net_minor) AS net_minor, sum(sign * tax_minor) AS tax_minor,
      sum(sign * total_minor) AS total_minor,
      sum(CASE WHEN kind = 'INVOICE' AND status = 'ISSUED'
        THEN sign * greatest(0, total_minor - paid_minor - credited_minor) ELSE 0 END) AS balance_minor
    FROM (SELECT 1 AS sign, * FROM "billing"."invoices") AS changed
    GROUP BY 1, 2, 3, 4
  ), by_day AS (
    INSERT INTO "billing"."daily_totals" (day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
    FROM figures GROUP BY day, class, currency
    HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
  )
  INSERT INTO "billing"."customer_totals" (
    period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT date_trunc('month', day::timestamp)::date AS period, customer_id, class, currency, sum(invoices), sum(net_minor),
    sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM figures GROUP BY 1, 2, 3, 4
  HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
END;
$$;
--> statement-breakpoint
INSERT INTO "billing"."customer_totals" (
  grain, period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
SELECT 'A', '-infinity', customer_id, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor),
  sum(balance_minor)
FROM "billing"."customer_totals" WHERE grain = 'Y' GROUP BY customer_id, class, currency
HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
ORDER BY customer_id;
--> statement-breakpoint
SELECT "billing".rank_customers(array_agg(grain), array_agg(period), array_agg(customer_id))
FROM (SELECT DISTINCT grain, period, customer_id FROM "billing"."customer_totals" WHERE grain IN ('Y', 'A')) AS key;
--> statement-breakpoint
DROP INDEX "billing"."customer_totals_by_period";
--> statement-breakpoint
CREATE INDEX "customer_totals_by_period" ON "billing"."customer_totals" USING btree ("grain","period","currency","customer_id","class","invoices","total_minor") WHERE "billing"."customer_totals"."grain" <> 'D';
--> statement-breakpoint
ANALYZE "billing"."customer_totals", "billing"."customer_ranks";
