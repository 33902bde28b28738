ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_tax_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "is_tax_stated" boolean;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."credited_line_id" is not null or case when "billing"."invoice_lines"."is_tax_stated" then "billing"."invoice_lines"."tax_rate_milli" > 0 and "billing"."invoice_lines"."gross_minor" is null and abs("billing"."invoice_lines"."tax_minor" - round("billing"."invoice_lines"."net_minor" * 0.00001 * "billing"."invoice_lines"."tax_rate_milli")) <= 10001 else "billing"."invoice_lines"."tax_minor" = case when "billing"."invoice_lines"."gross_minor" is null then round("billing"."invoice_lines"."net_minor" * 0.00001 * "billing"."invoice_lines"."tax_rate_milli") else "billing"."invoice_lines"."gross_minor" - "billing"."invoice_lines"."net_minor" end end);--> statement-breakpoint
-- An imported line whose tax is not net times rate states it, if the tax of its invoice is the sum of those of its lines. Our own lines state none.
DO $do$
DECLARE
  merged constant text := pg_get_functiondef('"billing"."merge_import"(uuid)'::regprocedure);
  guarded constant text := pg_get_functiondef('"billing"."guard_invoice_lines"()'::regprocedure);
  merges text := replace(replace(merged,
    'tax_category, tax_exemption_reason, net_minor, tax_minor)',
    'tax_category, tax_exemption_reason, net_minor, tax_minor, is_tax_stated)'),
    $$tax_exemption_reason, net_minor, tax_minor
    FROM pg_temp.import_lines AS given$$, $$tax_exemption_reason, net_minor, tax_minor,
      CASE WHEN tax_minor <> round(net_minor * 0.00001 * tax_rate_milli) THEN (
        SELECT nullif(whole.is_taxed_by_line, false) FROM pg_temp.import_invoices AS whole WHERE whole.id = given.invoice_id) END
    FROM pg_temp.import_lines AS given$$);
  guards text := replace(replace(guarded,
    'OR (line.product_id IS NULL) <> (line.sku IS NULL) LIMIT 1',
    'OR (line.product_id IS NULL) <> (line.sku IS NULL) OR line.is_tax_stated IS NOT NULL LIMIT 1'),
    'and a sku with a product only', 'a sku with a product only, and no stated tax');
BEGIN
  IF position('is_tax_stated)' IN merges) = 0 OR position('nullif(whole.is_taxed_by_line' IN merges) = 0
    OR position('is_tax_stated' IN guards) = 0 OR position('no stated tax' IN guards) = 0 THEN
    RAISE EXCEPTION 'merge_import and guard_invoice_lines do not name the columns of lines as expected';
  END IF;
  EXECUTE merges;
  EXECUTE guards;
END;
$do$;
