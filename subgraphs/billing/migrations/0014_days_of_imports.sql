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
      line_count integer NOT NULL,
      -- If the file names the time, and if it names the day. Of a day alone the time is the first of it in the zone that the
      -- mapping names, which is nobody's time of issue; the day of a time alone is the seller's.
      names_time boolean NOT NULL DEFAULT true,
      names_day boolean NOT NULL DEFAULT false
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
-- As before, and what the file does not name is not compared: the time where it names a day, the day where it names a time.
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
  line_differences jsonb;
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

  line_differences := "billing".find_line_differences();
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'rowNumber', given.row_number,
    'number', given.number,
    'stored', (SELECT jsonb_object_agg(name, jsonb_build_object(
      'kind', stored.kind, 'currency', stored.currency, 'totalMinor', stored.total_minor,
      'issuedAt', stored.issued_at, 'issueDate', stored.issue_date, 'customerName', stored.customer_name,
      'lineCount', stored.line_count, 'netMinor', stored.net_minor,
      'line', line_differences -> given.id::text -> 'stored') -> name) FROM unnest(other.names) AS name),
    'given', (SELECT jsonb_object_agg(name, jsonb_build_object(
      'kind', given.kind, 'currency', given.currency, 'totalMinor', given.total_minor,
      'issuedAt', given.issued_at, 'issueDate', given.issue_date, 'customerName', given.customer_name,
      'lineCount', given.line_count, 'netMinor', given.net_minor,
      'line', line_differences -> given.id::text -> 'given') -> name) FROM unnest(other.names) AS name)
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
    CASE WHEN given.names_time AND stored.issued_at <> given.issued_at THEN 'issuedAt' END,
    -- Beside an equal instant a day alone says nothing new: earlier versions stored another day for it.
    CASE WHEN given.names_day AND stored.issue_date <> given.issue_date
      AND (given.names_time OR stored.issued_at <> given.issued_at) THEN 'issueDate' END,
    CASE WHEN stored.customer_name <> given.customer_name
      AND (stored.customer_id = given.customer_id) IS NOT TRUE THEN 'customerName' END,
    -- A file without lines says nothing of how the total comes about.
    CASE WHEN given.line_count > 0 AND stored.line_count <> given.line_count THEN 'lineCount' END,
    CASE WHEN given.line_count > 0 AND stored.net_minor <> given.net_minor THEN 'netMinor' END,
    CASE WHEN line_differences ? given.id::text THEN 'line' END
  ], NULL)) AS other (names)
  WHERE cardinality(other.names) > 0;
  SELECT count(*) - inserted - jsonb_array_length(conflicts) INTO already_there FROM pg_temp.import_invoices;
END;
$$;
