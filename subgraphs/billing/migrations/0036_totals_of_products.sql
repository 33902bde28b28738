CREATE TABLE "billing"."product_backlog" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."product_backlog_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"first_id" uuid NOT NULL,
	"last_id" uuid NOT NULL,
	"ids" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "billing"."product_deltas" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."product_deltas_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"class" smallint NOT NULL,
	"currency" text NOT NULL,
	"invoices" bigint NOT NULL,
	"quantity_e4" numeric NOT NULL,
	"net_minor" numeric NOT NULL,
	"tax_minor" numeric NOT NULL
);
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
);

--> statement-breakpoint
-- Ids do not compress, and trying would cost an import more than all else that it writes here.
ALTER TABLE "billing"."product_backlog" ALTER COLUMN "ids" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- In this order, in which an import takes them: it may be under way.
LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- The number of `listClass`.
CREATE FUNCTION "billing"."to_list_class"(origin text, kind text, status text) RETURNS smallint LANGUAGE sql IMMUTABLE
  RETURN (CASE origin WHEN 'OWN' THEN 0 ELSE 8 END + CASE kind WHEN 'INVOICE' THEN 0 ELSE 4 END
    + CASE status WHEN 'DRAFT' THEN 0 WHEN 'ISSUED' THEN 1 WHEN 'PAID' THEN 2 ELSE 3 END)::smallint;
--> statement-breakpoint
-- The figures of the lines of these documents, which have these days, classes and currencies, each counted by its sign.
CREATE FUNCTION "billing"."to_product_figures"(
  ids uuid[], days date[], classes smallint[], currencies text[], signs integer[])
  RETURNS TABLE (day date, product_id uuid, sku text, class smallint, currency text, invoices bigint,
    quantity_e4 numeric, net_minor numeric, tax_minor numeric)
  LANGUAGE sql STABLE
  -- The documents are few beside the ledger: looking their lines up beats reading all of it for a hash.
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
  SELECT day, product_id, sku, class, currency, sum(sign)::bigint, sum(sign * quantity_e4), sum(sign * net_minor),
    sum(sign * tax_minor)
  FROM (
    SELECT document.day, document.class, document.currency, document.sign,
      coalesce(line.product_id, '00000000-0000-0000-0000-000000000000') AS product_id,
      CASE WHEN line.product_id IS NULL THEN coalesce(line.sku, '') ELSE '' END AS sku, sum(line.quantity_e4) AS quantity_e4,
      sum(line.net_minor) AS net_minor, sum(line.tax_minor) AS tax_minor
    FROM unnest(ids, days, classes, currencies, signs) AS document (id, day, class, currency, sign)
    JOIN "billing"."invoice_lines" AS line ON line.invoice_id = document.id
    GROUP BY document.id, document.day, document.class, document.currency, document.sign, 5, 6
  ) AS of_document
  GROUP BY day, product_id, sku, class, currency
  HAVING (sum(sign), sum(sign * quantity_e4), sum(sign * net_minor), sum(sign * tax_minor)) <> (0, 0, 0, 0)
$$;
--> statement-breakpoint
CREATE FUNCTION "billing"."add_product_deltas"(
  ids uuid[], days date[], classes smallint[], currencies text[], signs integer[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "billing"."product_deltas" (
    day, product_id, sku, class, currency, invoices, quantity_e4, net_minor, tax_minor)
  SELECT day, product_id, sku, class, currency, invoices, quantity_e4, net_minor, tax_minor
  FROM "billing".to_product_figures(ids, days, classes, currencies, signs)
$$;
--> statement-breakpoint
-- Those of the imported invoices whose lines are not in the totals yet. It stays so until the end of the transaction:
-- whoever is adding them is waited for, and nobody begins.
CREATE FUNCTION "billing"."find_uncounted_imports"(candidates uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  first_candidate uuid;
  last_candidate uuid;
BEGIN
  SELECT (array_agg(id ORDER BY id))[1], (array_agg(id ORDER BY id DESC))[1] INTO first_candidate, last_candidate
    FROM unnest(candidates) AS one (id);
  PERFORM FROM "billing"."product_backlog" WHERE first_id <= last_candidate AND last_id >= first_candidate
    ORDER BY position FOR SHARE;
  RETURN array(
    SELECT id FROM unnest(candidates) AS one (id)
    INTERSECT
    SELECT unnest(ids) FROM "billing"."product_backlog" WHERE first_id <= last_candidate AND last_id >= first_candidate);
END;
$$;
--> statement-breakpoint
-- The lines of an issued document never change, so only a draft that is issued and a status that changes move figures.
-- Those of drafts are not kept.
CREATE FUNCTION "billing"."product_totals_update"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  imported uuid[];
  uncounted uuid[] := '{}';
  moved record;
BEGIN
  IF NOT EXISTS (SELECT FROM added JOIN removed USING (id) WHERE added.status <> removed.status AND added.line_count > 0) THEN
    RETURN NULL;
  END IF;
  imported := array(SELECT id FROM added JOIN removed USING (id)
    WHERE added.status <> removed.status AND added.line_count > 0 AND added.origin = 'IMPORTED');
  IF cardinality(imported) > 0 THEN
    uncounted := "billing".find_uncounted_imports(imported);
  END IF;
  SELECT array_agg(id) AS ids, array_agg(issue_date) AS days, array_agg(class) AS classes, array_agg(currency) AS currencies,
      array_agg(sign) AS signs INTO moved
    FROM (
      SELECT id, added.issue_date, "billing".to_list_class(added.origin, added.kind, added.status) AS class, added.currency,
        1 AS sign
      FROM added JOIN removed USING (id) WHERE added.status <> removed.status AND added.status <> 'DRAFT'
      UNION ALL
      SELECT id, removed.issue_date, "billing".to_list_class(removed.origin, removed.kind, removed.status), removed.currency,
        -1
      FROM added JOIN removed USING (id) WHERE added.status <> removed.status AND removed.status <> 'DRAFT'
    ) AS change
    WHERE id <> ALL (uncounted);
  IF moved.ids IS NOT NULL THEN
    PERFORM "billing".add_product_deltas(moved.ids, moved.days, moved.classes, moved.currencies, moved.signs);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "product_totals_update" AFTER UPDATE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."product_totals_update"();
--> statement-breakpoint
-- A credit note has its lines at the latest at the commit (invoice_credit_is_whole).
CREATE FUNCTION "billing"."product_totals_credit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "billing".add_product_deltas(array[NEW.id], array[NEW.issue_date],
    array["billing".to_list_class(NEW.origin, NEW.kind, NEW.status)], array[NEW.currency], array[1]);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "product_totals_credit" AFTER INSERT ON "billing"."invoices"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.credited_invoice_id IS NOT NULL)
  EXECUTE FUNCTION "billing"."product_totals_credit"();
--> statement-breakpoint
-- One row for each transaction of an import that has lines: adding them takes its time, and is done afterwards.
CREATE FUNCTION "billing"."note_product_backlog"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."product_backlog" (first_id, last_id, ids)
    SELECT NEW.first_id, NEW.last_id, array_agg(id) FROM pg_temp.import_invoices WHERE line_count > 0 HAVING count(*) > 0;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "product_backlog_note" AFTER INSERT ON "billing"."import_chunks"
  FOR EACH ROW EXECUTE FUNCTION "billing"."note_product_backlog"();
--> statement-breakpoint
-- As before, and the lines of what is removed are taken off the totals, unless they are not in them yet: once the invoice is
-- gone nobody knows its day.
CREATE OR REPLACE FUNCTION "billing"."undo_import"(
  job uuid, after_id uuid, most integer,
  OUT next_id uuid, OUT removed bigint, OUT removed_so_far bigint, OUT kept jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  chunk record;
  looked_at uuid[];
  removable uuid[];
  uncounted uuid[];
  counted record;
BEGIN
  after_id := coalesce(after_id, nil);
  removed := 0;
  kept := '[]';
  INSERT INTO "billing"."import_undos" AS undo (job_id) VALUES (job)
    ON CONFLICT (job_id) DO UPDATE SET ended_at = NULL RETURNING undo.removed_invoices INTO removed_so_far;

  -- The stretches of ids overlap where several workers wrote; a stretch finds all invoices of the job that lie in it.
  SELECT greatest(first_id, after_id) AS first_id, last_id INTO chunk FROM "billing"."import_chunks"
    WHERE job_id = job AND last_id > after_id ORDER BY first_id LIMIT 1;
  IF NOT FOUND THEN
    UPDATE "billing"."import_undos" SET ended_at = now() WHERE job_id = job;
    RETURN;
  END IF;

  SELECT array_agg(id ORDER BY id) INTO looked_at FROM (
    SELECT id FROM "billing"."invoices"
    WHERE id >= chunk.first_id AND id <= chunk.last_id AND id > after_id AND import_job_id = job
    ORDER BY id LIMIT most
  ) AS next_ones;
  next_id := CASE WHEN cardinality(looked_at) = most THEN looked_at[most] ELSE chunk.last_id END;

  removable := array(
    SELECT id FROM "billing"."invoices"
    WHERE id = ANY (looked_at) AND origin = 'IMPORTED' AND status = 'ISSUED' AND version = 1
    ORDER BY id FOR UPDATE);
  uncounted := "billing".find_uncounted_imports(removable);
  SELECT array_agg(id) AS ids, array_agg(issue_date) AS days,
      array_agg("billing".to_list_class(origin, kind, status)) AS classes, array_agg(currency) AS currencies,
      array_agg(-1) AS signs INTO counted
    FROM "billing"."invoices"
    WHERE id = ANY (removable) AND line_count > 0 AND id <> ALL (uncounted);
  IF counted.ids IS NOT NULL THEN
    PERFORM "billing".add_product_deltas(counted.ids, counted.days, counted.classes, counted.currencies, counted.signs);
  END IF;

  WITH gone AS (
    DELETE FROM "billing"."invoices" WHERE id = ANY (removable) RETURNING *
  )
  INSERT INTO "billing"."removed_invoices" (
    id, job_id, import_row, number, kind, customer_id, customer_name, currency, net_minor, tax_minor, total_minor,
    line_count, issue_date, issued_at, imported_at)
  SELECT id, job, import_row, number, kind, customer_id, customer_name, currency, net_minor, tax_minor, total_minor,
    line_count, issue_date, issued_at, created_at
  FROM gone;
  GET DIAGNOSTICS removed = ROW_COUNT;
  UPDATE "billing"."import_undos" SET removed_invoices = removed_invoices + removed WHERE job_id = job
    RETURNING removed_invoices INTO removed_so_far;
  SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'status', status) ORDER BY import_row), '[]') INTO kept
    FROM "billing"."invoices" WHERE id = ANY (looked_at);
END;
$$;
--> statement-breakpoint
-- Adds the oldest differences, at most so many, and the lines of the next transaction of an import to the totals, and says
-- how many differences and invoices it took. One caller at a time; another takes none. Readers see the same sums before
-- and after it, but for what was imported.
CREATE FUNCTION "billing"."advance_product_totals"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  deltas bigint[];
  waiting record;
  imported record;
  empty_rows tid[];
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
    RETURNING stored.ctid AS place, (invoices, quantity_e4, net_minor, tax_minor) = (0, 0, 0, 0) AS is_empty
  )
  SELECT array_agg(place) FILTER (WHERE is_empty) INTO empty_rows FROM written;
  DELETE FROM "billing"."product_totals" WHERE ctid = ANY (empty_rows);
  DELETE FROM "billing"."product_backlog" WHERE position = waiting.position;
  RETURN cardinality(deltas) + coalesce(cardinality(waiting.ids), 0);
END;
$$;
--> statement-breakpoint
-- Counts all lines anew, while nobody writes any.
CREATE FUNCTION "billing"."recount_product_totals"() RETURNS void LANGUAGE plpgsql AS $$
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
  GROUP BY grain.name, 2, product_id, sku, class, currency;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."to_product_figures"(uuid[], date[], smallint[], text[], integer[]),
  "billing"."add_product_deltas"(uuid[], date[], smallint[], text[], integer[]),
  "billing"."find_uncounted_imports"(uuid[]), "billing"."advance_product_totals"(integer),
  "billing"."recount_product_totals"() FROM PUBLIC;
--> statement-breakpoint
SELECT "billing".recount_product_totals();
