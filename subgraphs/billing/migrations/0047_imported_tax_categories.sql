-- Imported lines have the VAT category and the reason of their file. S and Z, which the rate tells apart, are stored as null.
CREATE OR REPLACE FUNCTION "billing"."find_line_differences"() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  differences jsonb;
BEGIN
  WITH line AS (
    SELECT invoice_id AS id, 1 AS is_given, position, sku, description, quantity_e4, unit, unit_price_micro,
      tax_rate_milli, tax_category, tax_exemption_reason
    FROM pg_temp.import_lines
    UNION ALL
    SELECT given.id, -1, own.position, own.sku, own.description, own.quantity_e4, own.unit, own.unit_price_micro,
      own.tax_rate_milli, own.tax_category, own.tax_exemption_reason
    FROM pg_temp.import_invoices AS given
    JOIN "billing"."invoices" AS stored ON stored.number = given.number
    JOIN "billing"."invoice_lines" AS own ON own.invoice_id = stored.id
    WHERE given.line_count > 0 AND stored.line_count = given.line_count AND stored.id <> given.id
  ), compared AS (
    -- An invoice whose file names no category says nothing of them.
    SELECT id, is_given, position, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      CASE WHEN is_named THEN coalesce(tax_category, CASE WHEN tax_rate_milli = 0 THEN 'Z' ELSE 'S' END) END AS tax_category,
      CASE WHEN is_named THEN tax_exemption_reason END AS tax_exemption_reason
    FROM (
      SELECT *, bool_or(is_given = 1 AND tax_category IS NOT NULL) OVER (PARTITION BY id) AS is_named FROM line
    ) AS told
  ), unequal AS (
    SELECT id, sum(is_given) > 0 AS is_given, min(position) AS position,
      jsonb_build_object('position', min(position), 'sku', sku, 'description', description,
        'quantityE4', quantity_e4, 'unit', unit, 'unitPriceMicro', unit_price_micro,
        'taxRateMilli', tax_rate_milli, 'taxCategory', tax_category, 'taxExemptionReason', tax_exemption_reason) AS figures
    FROM compared
    GROUP BY id, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli, tax_category, tax_exemption_reason
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
-- Of the other functions only the columns of lines change.
DO $do$
DECLARE
  opened constant text := pg_get_functiondef('"billing"."open_import"()'::regprocedure);
  merged constant text := pg_get_functiondef('"billing"."merge_import"(uuid)'::regprocedure);
  opens text := replace(opened, 'tax_rate_milli integer NOT NULL,', $$tax_rate_milli integer NOT NULL,
      -- A code of EN 16931 (BT-151), null if the file does not name it; the reason (BT-120) of E, AE, K and G.
      tax_category text CHECK (tax_category IN ('S', 'Z', 'E', 'AE', 'K', 'G')),
      tax_exemption_reason text,$$);
  merges text := replace(merged, $$id, invoice_id, position, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      net_minor, tax_minor)
    SELECT id, invoice_id, position, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      net_minor, tax_minor$$, $$id, invoice_id, position, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      tax_category, tax_exemption_reason, net_minor, tax_minor)
    SELECT id, invoice_id, position, sku, description, quantity_e4, unit, unit_price_micro, tax_rate_milli,
      CASE WHEN tax_category NOT IN ('S', 'Z') THEN tax_category END, tax_exemption_reason, net_minor, tax_minor$$);
BEGIN
  IF opens = opened OR merges = merged THEN
    RAISE EXCEPTION 'open_import and merge_import do not name the columns of lines as expected';
  END IF;
  EXECUTE opens;
  EXECUTE merges;
END;
$do$;
