-- A large table takes its time.
SET LOCAL statement_timeout = 0;--> statement-breakpoint
-- Quantities in ten-thousandths of a unit: all lines are written anew, once.
ALTER TABLE "billing"."invoice_lines" RENAME COLUMN "quantity_milli" TO "quantity_e4";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines"
  DROP CONSTRAINT "invoice_lines_net_half_up",
  ALTER COLUMN "quantity_e4" TYPE bigint USING quantity_e4 * 10,
  ADD CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."net_minor" = round("billing"."invoice_lines"."quantity_e4" * 0.0000000001 * "billing"."invoice_lines"."unit_price_micro"));
--> statement-breakpoint
-- The functions change in the name of the column. The tax of an imported invoice is that of its rates, unless it was
-- taxed by line: the guard of its lines compares accordingly.
DO $do$
DECLARE
  name text;
  changed text;
  sums_before constant text := $$SELECT count(*) AS line_count, sum(net_minor) AS net_minor, sum(tax_minor) AS tax_minor
        FROM "billing"."invoice_lines" WHERE invoice_id = imported.id$$;
  sums_after constant text := $$SELECT sum(lines) AS line_count, sum(net) AS net_minor,
          sum(CASE WHEN imported.is_taxed_by_line THEN tax ELSE round(net * 0.00001 * tax_rate_milli) END) AS tax_minor
        FROM (
          SELECT tax_rate_milli, count(*) AS lines, sum(net_minor) AS net, sum(tax_minor) AS tax
          FROM "billing"."invoice_lines" WHERE invoice_id = imported.id GROUP BY tax_rate_milli
        ) AS rate$$;
BEGIN
  FOREACH name IN ARRAY array['guard_invoice_lines()', 'find_line_differences()', 'open_import()', 'merge_import(uuid)'] LOOP
    changed := pg_get_functiondef(('"billing".' || name)::regprocedure);
    changed := replace(replace(changed, 'quantity_milli', 'quantity_e4'), 'quantityMilli', 'quantityE4');
    IF name = 'guard_invoice_lines()' THEN
      IF position(sums_before IN changed) = 0 THEN
        RAISE EXCEPTION 'guard_invoice_lines does not compare sums as expected';
      END IF;
      changed := replace(changed, sums_before, sums_after);
    END IF;
    EXECUTE changed;
  END LOOP;
END;
$do$;
