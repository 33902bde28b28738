-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- A table for each grain: the rows for all days are a fortieth of those by day, and would lie scattered among them.
DROP TABLE "billing"."product_totals";
--> statement-breakpoint
CREATE TABLE "billing"."product_totals" (
	"grain" text NOT NULL,
	"period" date NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"class" smallint NOT NULL,
	"currency" text NOT NULL,
	"invoices" bigint NOT NULL,
	"quantity_e4" numeric NOT NULL,
	"net_minor" numeric NOT NULL,
	"tax_minor" numeric NOT NULL,
	CONSTRAINT "product_totals_grain_period_class_currency_product_id_sku_pk" PRIMARY KEY("grain","period","class","currency","product_id","sku"),
	CONSTRAINT "product_totals_grain_known" CHECK ("billing"."product_totals"."grain" in ('DAY', 'MONTH', 'YEAR', 'ALL'))
) PARTITION BY LIST ("grain");
--> statement-breakpoint
CREATE TABLE "billing"."product_totals_day" PARTITION OF "billing"."product_totals" FOR VALUES IN ('DAY');
--> statement-breakpoint
CREATE TABLE "billing"."product_totals_month" PARTITION OF "billing"."product_totals" FOR VALUES IN ('MONTH');
--> statement-breakpoint
CREATE TABLE "billing"."product_totals_year" PARTITION OF "billing"."product_totals" FOR VALUES IN ('YEAR');
--> statement-breakpoint
CREATE TABLE "billing"."product_totals_all" PARTITION OF "billing"."product_totals" FOR VALUES IN ('ALL');
--> statement-breakpoint
-- As before; a place is one of a table.
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
-- As before, in the order of periods, so that a period is read from few pages.
CREATE OR REPLACE FUNCTION "billing"."recount_product_totals"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
  PERFORM pg_advisory_xact_lock(hashtext('billing.advance_product_totals'));
  TRUNCATE "billing"."product_totals", "billing"."product_deltas", "billing"."product_backlog";
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
END;
$$;
--> statement-breakpoint
SELECT "billing".recount_product_totals();
