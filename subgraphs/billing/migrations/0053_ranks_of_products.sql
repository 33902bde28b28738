-- Products are ranked over all currencies from one row each. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
SELECT pg_advisory_xact_lock(hashtext('billing.advance_product_totals'));
--> statement-breakpoint
LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "billing"."product_ranks" (
	"grain" text NOT NULL,
	"period" date NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"invoices" integer[] NOT NULL,
	CONSTRAINT "product_ranks_grain_period_product_id_sku_pk" PRIMARY KEY("grain","period","product_id","sku"),
	CONSTRAINT "product_ranks_grain_known" CHECK ("billing"."product_ranks"."grain" in ('MONTH', 'YEAR', 'ALL'))
);
--> statement-breakpoint
-- The sums of two lists of numbers, null where they are 0.
CREATE FUNCTION "billing"."add_numbers"(numbers integer[], added integer[]) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(nullif(coalesce(one, 0) + coalesce(other, 0), 0) ORDER BY nth)
  FROM unnest(numbers, added) WITH ORDINALITY AS pair (one, other, nth)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."add_numbers"(integer[], integer[]) FROM PUBLIC;
--> statement-breakpoint
-- As before, with the ranks. Those of no documents any more stay, as nobody is shown them.
CREATE OR REPLACE FUNCTION "billing"."advance_product_totals"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  deltas bigint[];
  waiting record;
  imported record;
  emptied record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('billing.advance_product_totals')) THEN
    RETURN 0;
  END IF;
  deltas := array(SELECT position FROM "billing"."product_deltas" ORDER BY position LIMIT most);
  SELECT position, ids INTO waiting FROM "billing"."product_backlog" ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED;
  -- Invoices that were removed meanwhile are not there any more, and are in no sum.
  SELECT array_agg(id) AS ids, array_agg(issue_date) AS days,
      array_agg("billing".to_list_class(origin, kind, status)) AS classes, array_agg(currency) AS currencies,
      array_agg(1) AS signs INTO imported
    FROM "billing"."invoices" WHERE id = ANY (waiting.ids);
  WITH taken AS (
    DELETE FROM "billing"."product_deltas" WHERE position = ANY (deltas) RETURNING *
  ), changes AS (
    SELECT day, product_id, sku, class, currency, invoices, quantity_e4, net_minor, tax_minor FROM taken
    UNION ALL
    SELECT * FROM "billing".to_product_figures(
      imported.ids, imported.days, imported.classes, imported.currencies, imported.signs)
  ), summed AS (
    SELECT grain.name, CASE grain.name WHEN 'DAY' THEN day WHEN 'ALL' THEN '-infinity'
        ELSE date_trunc(grain.name, day::timestamp)::date END AS period,
      product_id, sku, class, currency, sum(invoices) AS invoices, sum(quantity_e4) AS quantity_e4,
      sum(net_minor) AS net_minor, sum(tax_minor) AS tax_minor
    FROM changes CROSS JOIN (VALUES ('DAY'), ('MONTH'), ('YEAR'), ('ALL')) AS grain (name)
    GROUP BY grain.name, 2, product_id, sku, class, currency
    HAVING (sum(invoices), sum(quantity_e4), sum(net_minor), sum(tax_minor)) <> (0, 0, 0, 0)
  ), ranked AS (
    INSERT INTO "billing"."product_ranks" AS stored (grain, period, product_id, sku, invoices)
    SELECT name, period, product_id, sku, array[
      (sum(invoices) FILTER (WHERE class = 0))::integer, (sum(invoices) FILTER (WHERE class = 1))::integer,
      (sum(invoices) FILTER (WHERE class = 2))::integer, (sum(invoices) FILTER (WHERE class = 3))::integer,
      (sum(invoices) FILTER (WHERE class = 4))::integer, (sum(invoices) FILTER (WHERE class = 5))::integer,
      (sum(invoices) FILTER (WHERE class = 6))::integer, (sum(invoices) FILTER (WHERE class = 7))::integer,
      (sum(invoices) FILTER (WHERE class = 8))::integer, (sum(invoices) FILTER (WHERE class = 9))::integer,
      (sum(invoices) FILTER (WHERE class = 10))::integer, (sum(invoices) FILTER (WHERE class = 11))::integer,
      (sum(invoices) FILTER (WHERE class = 12))::integer, (sum(invoices) FILTER (WHERE class = 13))::integer,
      (sum(invoices) FILTER (WHERE class = 14))::integer, (sum(invoices) FILTER (WHERE class = 15))::integer]
    FROM summed WHERE name <> 'DAY' GROUP BY name, period, product_id, sku
    ON CONFLICT (grain, period, product_id, sku) DO UPDATE SET
      invoices = "billing".add_numbers(stored.invoices, excluded.invoices)
  ), written AS (
    INSERT INTO "billing"."product_totals" AS stored (
      grain, period, product_id, sku, class, currency, invoices, quantity_e4, net_minor, tax_minor)
    SELECT * FROM summed
    ON CONFLICT (grain, period, class, currency, product_id, sku) DO UPDATE SET
      invoices = stored.invoices + excluded.invoices, quantity_e4 = stored.quantity_e4 + excluded.quantity_e4,
      net_minor = stored.net_minor + excluded.net_minor, tax_minor = stored.tax_minor + excluded.tax_minor
    RETURNING grain, stored.ctid AS place, (invoices, quantity_e4, net_minor, tax_minor) = (0, 0, 0, 0) AS is_empty
  )
  SELECT array_agg(place) FILTER (WHERE grain = 'DAY') AS days, array_agg(place) FILTER (WHERE grain = 'MONTH') AS months,
    array_agg(place) FILTER (WHERE grain = 'YEAR') AS years, array_agg(place) FILTER (WHERE grain = 'ALL') AS always
    INTO emptied FROM written WHERE is_empty;
  DELETE FROM "billing"."product_totals_day" WHERE ctid = ANY (emptied.days);
  DELETE FROM "billing"."product_totals_month" WHERE ctid = ANY (emptied.months);
  DELETE FROM "billing"."product_totals_year" WHERE ctid = ANY (emptied.years);
  DELETE FROM "billing"."product_totals_all" WHERE ctid = ANY (emptied.always);
  DELETE FROM "billing"."product_backlog" WHERE position = waiting.position;
  RETURN cardinality(deltas) + coalesce(cardinality(waiting.ids), 0);
END;
$$;
--> statement-breakpoint
-- As before, with the ranks.
CREATE OR REPLACE FUNCTION "billing"."recount_product_totals"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
  PERFORM pg_advisory_xact_lock(hashtext('billing.advance_product_totals'));
  TRUNCATE "billing"."product_totals", "billing"."product_ranks", "billing"."product_deltas", "billing"."product_backlog";
  WITH by_document AS (
    SELECT invoice.issue_date AS day, "billing".to_list_class(invoice.origin, invoice.kind, invoice.status) AS class,
      invoice.currency, coalesce(line.product_id, '00000000-0000-0000-0000-000000000000') AS product_id,
      CASE WHEN line.product_id IS NULL THEN coalesce(line.sku, '') ELSE '' END AS sku,
      sum(line.quantity_e4) AS quantity_e4, sum(line.net_minor) AS net_minor, sum(line.tax_minor) AS tax_minor
    FROM "billing"."invoices" AS invoice JOIN "billing"."invoice_lines" AS line ON line.invoice_id = invoice.id
    WHERE invoice.status <> 'DRAFT'
    GROUP BY invoice.id, 4, 5
  ), by_day AS MATERIALIZED (
    SELECT day, product_id, sku, class, currency, count(*) AS invoices, sum(quantity_e4) AS quantity_e4,
      sum(net_minor) AS net_minor, sum(tax_minor) AS tax_minor
    FROM by_document GROUP BY day, product_id, sku, class, currency
  )
  INSERT INTO "billing"."product_totals" (
    grain, period, product_id, sku, class, currency, invoices, quantity_e4, net_minor, tax_minor)
  SELECT grain.name, CASE grain.name WHEN 'DAY' THEN day WHEN 'ALL' THEN '-infinity'
      ELSE date_trunc(grain.name, day::timestamp)::date END AS period,
    product_id, sku, class, currency, sum(invoices), sum(quantity_e4), sum(net_minor), sum(tax_minor)
  FROM by_day CROSS JOIN (VALUES ('DAY'), ('MONTH'), ('YEAR'), ('ALL')) AS grain (name)
  GROUP BY grain.name, 2, product_id, sku, class, currency
  ORDER BY 1, 2;
  INSERT INTO "billing"."product_ranks" (grain, period, product_id, sku, invoices)
  SELECT grain, period, product_id, sku, array[
      (sum(invoices) FILTER (WHERE class = 0))::integer, (sum(invoices) FILTER (WHERE class = 1))::integer,
      (sum(invoices) FILTER (WHERE class = 2))::integer, (sum(invoices) FILTER (WHERE class = 3))::integer,
      (sum(invoices) FILTER (WHERE class = 4))::integer, (sum(invoices) FILTER (WHERE class = 5))::integer,
      (sum(invoices) FILTER (WHERE class = 6))::integer, (sum(invoices) FILTER (WHERE class = 7))::integer,
      (sum(invoices) FILTER (WHERE class = 8))::integer, (sum(invoices) FILTER (WHERE class = 9))::integer,
      (sum(invoices) FILTER (WHERE class = 10))::integer, (sum(invoices) FILTER (WHERE class = 11))::integer,
      (sum(invoices) FILTER (WHERE class = 12))::integer, (sum(invoices) FILTER (WHERE class = 13))::integer,
      (sum(invoices) FILTER (WHERE class = 14))::integer, (sum(invoices) FILTER (WHERE class = 15))::integer]
  FROM "billing"."product_totals" WHERE grain <> 'DAY' GROUP BY grain, period, product_id, sku
  ORDER BY grain, period, product_id, sku;
END;
$$;
--> statement-breakpoint
INSERT INTO "billing"."product_ranks" (grain, period, product_id, sku, invoices)
SELECT grain, period, product_id, sku, array[
    (sum(invoices) FILTER (WHERE class = 0))::integer, (sum(invoices) FILTER (WHERE class = 1))::integer,
    (sum(invoices) FILTER (WHERE class = 2))::integer, (sum(invoices) FILTER (WHERE class = 3))::integer,
    (sum(invoices) FILTER (WHERE class = 4))::integer, (sum(invoices) FILTER (WHERE class = 5))::integer,
    (sum(invoices) FILTER (WHERE class = 6))::integer, (sum(invoices) FILTER (WHERE class = 7))::integer,
    (sum(invoices) FILTER (WHERE class = 8))::integer, (sum(invoices) FILTER (WHERE class = 9))::integer,
    (sum(invoices) FILTER (WHERE class = 10))::integer, (sum(invoices) FILTER (WHERE class = 11))::integer,
    (sum(invoices) FILTER (WHERE class = 12))::integer, (sum(invoices) FILTER (WHERE class = 13))::integer,
    (sum(invoices) FILTER (WHERE class = 14))::integer, (sum(invoices) FILTER (WHERE class = 15))::integer]
FROM "billing"."product_totals" WHERE grain <> 'DAY' GROUP BY grain, period, product_id, sku
ORDER BY grain, period, product_id, sku;
--> statement-breakpoint
ANALYZE "billing"."product_ranks";
