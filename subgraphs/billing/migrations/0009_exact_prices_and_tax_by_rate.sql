-- A large table takes its time.
SET LOCAL statement_timeout = 0;--> statement-breakpoint
-- Prices in millionths of the smallest unit and rates in thousandths of a percent: all lines are written anew, once.
ALTER TABLE "billing"."invoice_lines" RENAME COLUMN "unit_price_minor" TO "unit_price_micro";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" RENAME COLUMN "tax_rate_basis_points" TO "tax_rate_milli";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines"
  DROP CONSTRAINT "invoice_lines_price_not_negative",
  DROP CONSTRAINT "invoice_lines_tax_rate_percent",
  DROP CONSTRAINT "invoice_lines_net_half_up",
  DROP CONSTRAINT "invoice_lines_tax_half_up",
  ALTER COLUMN "unit_price_micro" TYPE bigint USING unit_price_micro * 1000000,
  ALTER COLUMN "tax_rate_milli" TYPE integer USING tax_rate_milli * 10,
  ADD CONSTRAINT "invoice_lines_price_not_negative" CHECK ("billing"."invoice_lines"."unit_price_micro" >= 0),
  ADD CONSTRAINT "invoice_lines_tax_rate_percent" CHECK ("billing"."invoice_lines"."tax_rate_milli" between 0 and 100000),
  ADD CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."net_minor" = round("billing"."invoice_lines"."quantity_milli" * 0.000000001 * "billing"."invoice_lines"."unit_price_micro")),
  ADD CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."tax_minor" = round("billing"."invoice_lines"."net_minor" * 0.00001 * "billing"."invoice_lines"."tax_rate_milli"));
--> statement-breakpoint
-- What was issued or imported keeps the tax that its lines were summed to; what comes is taxed by rate.
ALTER TABLE "billing"."invoices" ADD COLUMN "is_taxed_by_line" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ALTER COLUMN "is_taxed_by_line" SET DEFAULT false;--> statement-breakpoint
-- Drafts follow the new rule at once. One whose tax changes gets a new version, so that nobody issues figures unseen.
ALTER TABLE "billing"."invoices" DISABLE TRIGGER "invoice_guard";--> statement-breakpoint
UPDATE "billing"."invoices" AS draft SET is_taxed_by_line = false, tax_minor = fresh.tax_minor,
    total_minor = net_minor + fresh.tax_minor, version = version + (fresh.tax_minor <> draft.tax_minor)::integer,
    updated_at = CASE WHEN fresh.tax_minor <> draft.tax_minor THEN now() ELSE updated_at END
  FROM (
    SELECT id, coalesce(sum(round(net * 0.00001 * tax_rate_milli)), 0)::bigint AS tax_minor
    FROM (
      SELECT invoices.id, tax_rate_milli, sum(line.net_minor) AS net
      FROM "billing"."invoices" LEFT JOIN "billing"."invoice_lines" AS line ON line.invoice_id = invoices.id
      WHERE status = 'DRAFT' GROUP BY invoices.id, tax_rate_milli
    ) AS rate GROUP BY id
  ) AS fresh
  WHERE draft.id = fresh.id;
--> statement-breakpoint
ALTER TABLE "billing"."invoices" ENABLE TRIGGER "invoice_guard";--> statement-breakpoint
-- At issue the tax must be that of the rates, each rounded once (EN 16931 BR-CO-17).
CREATE OR REPLACE FUNCTION "billing"."guard_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free constant text[] := array['status', 'version', 'updated_at'];
  sums record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'an invoice begins as a draft, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;

  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'invoice % is % and cannot be deleted', OLD.id, OLD.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;

  IF NEW.status <> OLD.status
    AND (OLD.status, NEW.status) NOT IN (('DRAFT', 'ISSUED'), ('ISSUED', 'PAID'), ('ISSUED', 'VOID')) THEN
    RAISE EXCEPTION 'invoice % cannot go from % to %', OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NEW.version <= OLD.version THEN
    RAISE EXCEPTION 'invoice % keeps its id and birth, and its version grows', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'DRAFT' AND to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'invoice % is % and frozen', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.status = 'DRAFT' AND NEW.status = 'ISSUED' THEN
    SELECT coalesce(sum(lines), 0) AS line_count, coalesce(sum(net), 0) AS net_minor,
        coalesce(sum(round(net * 0.00001 * tax_rate_milli)), 0) AS tax_minor
      INTO sums FROM (
        SELECT tax_rate_milli, count(*) AS lines, sum(net_minor) AS net
        FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id GROUP BY tax_rate_milli
      ) AS rate;
    IF NEW.is_taxed_by_line OR (sums.line_count, sums.net_minor, sums.tax_minor) IS DISTINCT FROM
      (NEW.line_count::numeric, NEW.net_minor::numeric, NEW.tax_minor::numeric) THEN
      RAISE EXCEPTION 'the figures of invoice % are not the sums of its lines and the taxes of its rates', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
-- Makes the tables into which the caller copies, once for each session. They are billing's and the session's own, so
-- that no two imports meet in them, nothing of them is written to the log of the server, and they go with the session.
CREATE OR REPLACE FUNCTION "billing"."open_import"() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text;
BEGIN
  IF to_regclass('pg_temp.import_invoices') IS NULL THEN
    -- A document each: the first record of the file that tells of it, a new UUIDv7, the line count 0 where the file has
    -- no lines, the total net and tax. The customer is one that exists, or null.
    CREATE TEMPORARY TABLE import_invoices (
      row_number bigint NOT NULL,
      id uuid NOT NULL,
      number text NOT NULL,
      is_credit_note boolean NOT NULL,
      customer_id uuid,
      customer_name text NOT NULL,
      currency text NOT NULL,
      net_minor bigint NOT NULL,
      tax_minor bigint NOT NULL,
      -- If the tax is the sum of the lines' taxes, which the document's total says; else each rate's was rounded once.
      is_taxed_by_line boolean NOT NULL,
      issued_at timestamp (3) with time zone NOT NULL,
      -- The day on the invoice, which the file says or the seller's clocks: an instant alone does not tell it.
      issue_date date NOT NULL,
      line_count integer NOT NULL
    ) ON COMMIT DELETE ROWS;
    -- Their lines: all of an invoice, or none.
    CREATE TEMPORARY TABLE import_lines (
      invoice_id uuid NOT NULL,
      id uuid NOT NULL,
      position integer NOT NULL,
      sku text,
      description text NOT NULL,
      quantity_milli bigint NOT NULL,
      unit text NOT NULL,
      unit_price_micro bigint NOT NULL,
      tax_rate_milli integer NOT NULL,
      net_minor bigint NOT NULL,
      tax_minor bigint NOT NULL
    ) ON COMMIT DELETE ROWS;
    EXECUTE format('GRANT INSERT ON pg_temp.import_invoices, pg_temp.import_lines TO %I', session_user);
  END IF;
  FOREACH name IN ARRAY array['import_invoices', 'import_lines'] LOOP
    IF (SELECT relowner FROM pg_class WHERE oid = to_regclass('pg_temp.' || name)) IS DISTINCT FROM
      (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN
      RAISE EXCEPTION 'the temporary table % of this session is not one that open_import() made', name
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
END;
$$;
--> statement-breakpoint
-- Takes what was copied since the transaction began; call it once in each. New numbers become invoices. A number that is
-- there already is compared: `already_there` counts those with equal figures, `conflicts` tells of the others as
-- [{ "rowNumber": 7, "number": "A-1", "stored": { "totalMinor": 100 }, "given": { "totalMinor": 90 } }]. Nothing stored
-- ever changes. Of a number given twice the first row counts, and the second is compared with it.
CREATE OR REPLACE FUNCTION "billing"."merge_import"(
  job uuid, OUT inserted bigint, OUT inserted_lines bigint, OUT already_there bigint, OUT conflicts jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  -- A chunk is small beside the ledger: looking its numbers up beats reading all of it for a hash.
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  insert_invoices constant text := $insert$
    INSERT INTO "billing"."invoices" (
      id, status, origin, kind, import_job_id, import_row, number, customer_id, customer_name, customer_address_lines,
      currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version, created_at, updated_at,
      is_taxed_by_line)
    SELECT given.id, 'ISSUED', 'IMPORTED', CASE WHEN given.is_credit_note THEN 'CREDIT_NOTE' ELSE 'INVOICE' END, $1, given.row_number, given.number,
      given.customer_id, given.customer_name, '{}', given.currency, given.line_count,
      given.net_minor, given.tax_minor, given.net_minor + given.tax_minor, given.issue_date,
      given.issued_at, 1, now(), now(), given.is_taxed_by_line
    FROM pg_temp.import_invoices AS given $insert$;
  insert_lines constant text := $insert$
    INSERT INTO "billing"."invoice_lines" (
      id, invoice_id, position, sku, description, quantity_milli, unit, unit_price_micro, tax_rate_milli,
      net_minor, tax_minor)
    SELECT id, invoice_id, position, sku, description, quantity_milli, unit, unit_price_micro, tax_rate_milli,
      net_minor, tax_minor
    FROM pg_temp.import_lines AS given $insert$;
  is_all_new boolean := true;
BEGIN
  -- Whoever issues takes a number that no imported invoice has (find_free_sequence). Numbers of that form therefore wait
  -- for whoever issues at this moment, and the other way round.
  IF EXISTS (SELECT FROM pg_temp.import_invoices WHERE number LIKE '____-______%') THEN
    LOCK TABLE "billing"."invoice_series" IN SHARE MODE;
  END IF;

  IF EXISTS (
    SELECT FROM pg_temp.import_invoices AS given
    WHERE given.line_count > 0
      AND NOT EXISTS (SELECT FROM pg_temp.import_lines AS line WHERE line.invoice_id = given.id)
  ) THEN
    RAISE EXCEPTION 'an invoice that has lines was given without any' USING ERRCODE = 'check_violation';
  END IF;

  already_there := 0;
  conflicts := '[]';
  -- That nothing is there yet is the usual case, which is quicker without ON CONFLICT.
  BEGIN
    EXECUTE insert_invoices USING job;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    EXECUTE insert_lines;
    GET DIAGNOSTICS inserted_lines = ROW_COUNT;
  EXCEPTION WHEN unique_violation THEN
    is_all_new := false;
    inserted := 0;
    inserted_lines := 0;
  END;

  -- A file that is loaded again has nothing new at all.
  IF NOT is_all_new AND EXISTS (
    SELECT FROM pg_temp.import_invoices AS given
    WHERE NOT EXISTS (SELECT FROM "billing"."invoices" AS stored WHERE stored.number = given.number)
  ) THEN
    EXECUTE insert_invoices || 'ORDER BY given.row_number ON CONFLICT (number) DO NOTHING' USING job;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    EXECUTE insert_lines || 'WHERE EXISTS (SELECT FROM "billing"."invoices" WHERE id = given.invoice_id)';
    GET DIAGNOSTICS inserted_lines = ROW_COUNT;
  END IF;

  IF inserted > 0 THEN
    INSERT INTO "billing"."import_chunks" (job_id, first_id, last_id) VALUES (job,
      (SELECT id FROM pg_temp.import_invoices ORDER BY id LIMIT 1),
      (SELECT id FROM pg_temp.import_invoices ORDER BY id DESC LIMIT 1));
  END IF;
  IF is_all_new THEN
    RETURN;
  END IF;

  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'rowNumber', given.row_number,
    'number', given.number,
    'stored', (SELECT jsonb_object_agg(name, jsonb_build_object(
      'kind', stored.kind, 'currency', stored.currency, 'totalMinor', stored.total_minor,
      'issuedAt', stored.issued_at, 'customerName', stored.customer_name,
      'lineCount', stored.line_count, 'netMinor', stored.net_minor) -> name) FROM unnest(other.names) AS name),
    'given', (SELECT jsonb_object_agg(name, jsonb_build_object(
      'kind', given.kind, 'currency', given.currency, 'totalMinor', given.total_minor,
      'issuedAt', given.issued_at, 'customerName', given.customer_name,
      'lineCount', given.line_count, 'netMinor', given.net_minor) -> name) FROM unnest(other.names) AS name)
  ) ORDER BY given.row_number), '[]') INTO conflicts
  FROM (
    SELECT *, CASE WHEN is_credit_note THEN 'CREDIT_NOTE' ELSE 'INVOICE' END AS kind,
      net_minor + tax_minor AS total_minor
    FROM pg_temp.import_invoices
  ) AS given
  JOIN "billing"."invoices" AS stored ON stored.number = given.number
  CROSS JOIN LATERAL (SELECT array_remove(array[
    CASE WHEN stored.kind <> given.kind THEN 'kind' END,
    CASE WHEN stored.currency <> given.currency THEN 'currency' END,
    CASE WHEN stored.total_minor <> given.total_minor THEN 'totalMinor' END,
    -- The issue date follows: a file that gives only the day gives its first instant, others may not give the day.
    CASE WHEN stored.issued_at <> given.issued_at THEN 'issuedAt' END,
    CASE WHEN stored.customer_name <> given.customer_name
      AND (stored.customer_id = given.customer_id) IS NOT TRUE THEN 'customerName' END,
    -- A file without lines says nothing of how the total comes about.
    CASE WHEN given.line_count > 0 AND stored.line_count <> given.line_count THEN 'lineCount' END,
    CASE WHEN given.line_count > 0 AND stored.net_minor <> given.net_minor THEN 'netMinor' END
  ], NULL)) AS other (names)
  WHERE cardinality(other.names) > 0;
  SELECT count(*) - inserted - jsonb_array_length(conflicts) INTO already_there FROM pg_temp.import_invoices;
END;
$$;
