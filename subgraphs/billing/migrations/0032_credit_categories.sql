-- A line of a credit note has the VAT category of the line that it credits, too.
DO $do$
DECLARE
  before constant text := pg_get_functiondef('"billing"."check_credit_lines"(uuid[])'::regprocedure);
  changed constant text := replace(replace(before,
    $$(line.product_id, line.unit_price_micro, line.tax_rate_milli)$$,
    $$(line.product_id, line.unit_price_micro, line.tax_rate_milli, line.tax_category, line.tax_exemption_reason)$$),
    $$(credited.product_id, credited.unit_price_micro, credited.tax_rate_milli)$$,
    $$(credited.product_id, credited.unit_price_micro, credited.tax_rate_milli, credited.tax_category,
          credited.tax_exemption_reason)$$);
BEGIN
  IF position('line.tax_category' IN changed) = 0 OR position('credited.tax_category' IN changed) = 0 THEN
    RAISE EXCEPTION 'check_credit_lines does not compare lines as expected';
  END IF;
  EXECUTE changed;
END;
$do$;
