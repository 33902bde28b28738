-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- Texts that are there get the form that texts from outside have now (platform/text): NFC, plain spaces, no invisible marks.
-- What may be meaningful beside its neighbours (joiners, variation selectors) stays, and a text that would become empty
-- or longer stays as it is.
CREATE FUNCTION "billing"."to_one_form"(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN form <> '' AND char_length(form) <= char_length(given) THEN form ELSE given END
  FROM (SELECT normalize(btrim(regexp_replace(regexp_replace(given,
    '[\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]', '', 'g'),
    '[\u00A0\u2000-\u200A\u202F\u205F\u3000]', ' ', 'g'), E' \t\r\n')) AS form) AS formed
$$;
--> statement-breakpoint
-- The canonical form of what was frozen says the same: only here may it be written anew.
ALTER TABLE "billing"."invoices" DISABLE TRIGGER USER;
--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE "billing"."invoices" SET
    "customer_name" = "billing".to_one_form("customer_name"),
    "external_reference" = "billing".to_one_form("external_reference"),
    "note" = "billing".to_one_form("note")
  WHERE octet_length("customer_name") <> char_length("customer_name")
    OR octet_length("external_reference") <> char_length("external_reference")
    OR octet_length("note") <> char_length("note");
--> statement-breakpoint
-- Of several that are the same in that form the oldest takes it, unless one has it; the others stay as they are.
UPDATE "billing"."invoices" AS known SET "number" = oldest.form
  FROM (
    SELECT DISTINCT ON (form) id, form
    FROM (SELECT id, "billing".to_one_form("number") AS form, "number" AS given FROM "billing"."invoices"
      WHERE octet_length("number") <> char_length("number")) AS unusual
    WHERE form <> given
    ORDER BY form, id
  ) AS oldest
  WHERE known.id = oldest.id
    AND NOT EXISTS (SELECT FROM "billing"."invoices" AS other WHERE other."number" = oldest.form);
--> statement-breakpoint
UPDATE "billing"."invoice_lines" SET
    "sku" = "billing".to_one_form("sku"),
    "description" = "billing".to_one_form("description"),
    "unit" = "billing".to_one_form("unit")
  WHERE octet_length("sku") <> char_length("sku")
    OR octet_length("description") <> char_length("description")
    OR octet_length("unit") <> char_length("unit");
--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ENABLE TRIGGER USER;
--> statement-breakpoint
ALTER TABLE "billing"."invoices" ENABLE TRIGGER USER;
--> statement-breakpoint
DROP FUNCTION "billing"."to_one_form"(text);
--> statement-breakpoint
-- Of the invoices that were copied and are there with as many lines: for each whose lines are not the same, in whatever
-- order, one of its lines and one that stands for it, as { "<given id>": { "stored": {...}, "given": {...} } }.
CREATE FUNCTION "billing"."find_line_differences"() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  differences jsonb;
BEGIN
  WITH line AS (
    SELECT invoice_id AS id, 1 AS is_given, position, sku, description, quantity_milli, unit, unit_price_micro,
      tax_rate_milli
    FROM pg_temp.import_lines
    UNION ALL
    SELECT given.id, -1, own.position, own.sku, own.description, own.quantity_milli, own.unit, own.unit_price_micro,
      own.tax_rate_milli
    FROM pg_temp.import_invoices AS given
    JOIN "billing"."invoices" AS stored ON stored.number = given.number
    JOIN "billing"."invoice_lines" AS own ON own.invoice_id = stored.id
    WHERE given.line_count > 0 AND stored.line_count = given.line_count AND stored.id <> given.id
  ), unequal AS (
    SELECT id, sum(is_given) > 0 AS is_given, min(position) AS position,
      jsonb_build_object('position', min(position), 'sku', sku, 'description', description,
        'quantityMilli', quantity_milli, 'unit', unit, 'unitPriceMicro', unit_price_micro,
        'taxRateMilli', tax_rate_milli) AS figures
    FROM line
    GROUP BY id, sku, description, quantity_milli, unit, unit_price_micro, tax_rate_milli
    HAVING sum(is_given) <> 0
  ), first_line AS (
    SELECT id, (array_agg(figures ORDER BY position) FILTER (WHERE NOT is_given))[1] AS stored,
      (array_agg(figures ORDER BY position) FILTER (WHERE is_given))[1] AS given
    FROM unequal GROUP BY id
  )
  SELECT coalesce(jsonb_object_agg(id, jsonb_build_object('stored', stored, 'given', given)), '{}') INTO differences
    FROM first_line WHERE stored IS NOT NULL AND given IS NOT NULL;
  RETURN differences;
END;
$$;
--> statement-breakpoint
-- As before, and the lines of an invoice that is there are compared too.
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
      'issuedAt', stored.issued_at, 'customerName', stored.customer_name,
      'lineCount', stored.line_count, 'netMinor', stored.net_minor,
      'line', line_differences -> given.id::text -> 'stored') -> name) FROM unnest(other.names) AS name),
    'given', (SELECT jsonb_object_agg(name, jsonb_build_object(
      'kind', given.kind, 'currency', given.currency, 'totalMinor', given.total_minor,
      'issuedAt', given.issued_at, 'customerName', given.customer_name,
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
    -- The issue date follows: a file that gives only the day gives its first instant, others may not give the day.
    CASE WHEN stored.issued_at <> given.issued_at THEN 'issuedAt' END,
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
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."find_line_differences"() FROM PUBLIC;
