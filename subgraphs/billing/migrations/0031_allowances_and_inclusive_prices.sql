-- A large table takes its time.
SET LOCAL statement_timeout = 0;--> statement-breakpoint
-- The charges of a list less its allowances. Null without a list, which most lines are: it is not called then.
CREATE FUNCTION "billing"."sum_adjustments"(adjustments jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(sum((one ->> 'amountMinor')::numeric * CASE WHEN (one ->> 'isCharge')::boolean THEN 1 ELSE -1 END), 0)
  FROM jsonb_array_elements(adjustments) AS one
$$;--> statement-breakpoint
-- The parts of a document's allowances and charges by tax, as they change its sums: those of allowances with the other
-- sign. A part whose allowance or charge is not the sum of its parts has no amount.
CREATE FUNCTION "billing"."to_adjustment_shares"(adjustments jsonb)
  RETURNS TABLE (tax_category text, tax_rate_milli integer, amount_minor numeric, net_minor numeric, tax_minor numeric)
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT share ->> 'taxCategory', (share ->> 'taxRateMilli')::integer,
    CASE WHEN (one ->> 'amountMinor')::numeric = (
      SELECT sum((part ->> 'amountMinor')::numeric) FROM jsonb_array_elements(one -> 'shares') AS part
    ) THEN sign * (share ->> 'amountMinor')::numeric END,
    sign * (share ->> 'netMinor')::numeric, sign * (share ->> 'taxMinor')::numeric
  FROM jsonb_array_elements(adjustments) AS one
  CROSS JOIN LATERAL (SELECT CASE WHEN (one ->> 'isCharge')::boolean THEN 1 ELSE -1 END AS sign) AS signs
  CROSS JOIN LATERAL jsonb_array_elements(one -> 'shares') AS share
$$;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_net_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_tax_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "adjustments" jsonb;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "gross_minor" bigint;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "prices_include_tax" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "adjustments" jsonb;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_net_of_gross" CHECK ("billing"."invoice_lines"."gross_minor" is null or abs("billing"."invoice_lines"."net_minor" * (100000.0 + "billing"."invoice_lines"."tax_rate_milli") - "billing"."invoice_lines"."gross_minor" * 100000.0) < 100000 + "billing"."invoice_lines"."tax_rate_milli");--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."credited_line_id" is not null or coalesce("billing"."invoice_lines"."gross_minor", "billing"."invoice_lines"."net_minor") = round("billing"."invoice_lines"."quantity_e4" * 0.0000000001 * "billing"."invoice_lines"."unit_price_micro") + case when "billing"."invoice_lines"."adjustments" is null then 0 else "billing".sum_adjustments("billing"."invoice_lines"."adjustments") end);--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."credited_line_id" is not null or "billing"."invoice_lines"."tax_minor" = case when "billing"."invoice_lines"."gross_minor" is null then round("billing"."invoice_lines"."net_minor" * 0.00001 * "billing"."invoice_lines"."tax_rate_milli") else "billing"."invoice_lines"."gross_minor" - "billing"."invoice_lines"."net_minor" end);
--> statement-breakpoint
-- At issue the net of each tax group is that of its lines and its parts of allowances and charges, and its tax is rounded
-- once; if prices include tax, its net is. Neither is below zero. The sums of imported invoices and of credit notes, too,
-- have those parts.
DO $do$
DECLARE
  guard constant text := pg_get_functiondef('"billing"."guard_invoice"()'::regprocedure);
  guard_after text;
  guard_lines constant text := pg_get_functiondef('"billing"."guard_invoice_lines"()'::regprocedure);
  guard_lines_after text;
  sums_before constant text := $$SELECT coalesce(sum(lines), 0) AS line_count, coalesce(sum(net), 0) AS net_minor,
        coalesce(sum(round(net * 0.00001 * tax_rate_milli)), 0) AS tax_minor
      INTO sums FROM (
        SELECT tax_rate_milli, count(*) AS lines, sum(net_minor) AS net
        FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id GROUP BY tax_rate_milli
      ) AS rate;
    IF NEW.is_taxed_by_line OR$$;
  sums_after constant text := $$SELECT coalesce(sum(lines), 0) AS line_count, coalesce(sum(net), 0) AS net_minor,
        coalesce(sum(CASE WHEN NEW.prices_include_tax THEN amount - net ELSE round(net * 0.00001 * tax_rate_milli) END), 0)
          AS tax_minor,
        coalesce(bool_and(fits AND net >= 0 AND CASE WHEN NEW.prices_include_tax
          THEN amount >= net AND net = round(amount * 100000 / (100000 + tax_rate_milli)) ELSE amount = net END), true) AS fits
      INTO sums FROM (
        SELECT tax_rate_milli, sum(line_count) AS lines, sum(net_minor) AS net, sum(amount_minor) AS amount,
          bool_and(fits IS TRUE) AS fits
        FROM (
          SELECT tax_category, tax_rate_milli, 1 AS line_count, net_minor, coalesce(gross_minor, net_minor) AS amount_minor,
            (gross_minor IS NOT NULL) = NEW.prices_include_tax AS fits
          FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id
          UNION ALL
          SELECT tax_category, tax_rate_milli, 0, net_minor, amount_minor, amount_minor IS NOT NULL
          FROM "billing".to_adjustment_shares(NEW.adjustments)
        ) AS part GROUP BY tax_category, tax_rate_milli
      ) AS tax_group;
    IF NOT sums.fits OR NEW.is_taxed_by_line OR$$;
  line_sums_before constant text :=
    $$(lines.line_count, lines.net_minor, lines.tax_minor) <> (whole.line_count, whole.net_minor, whole.tax_minor)$$;
  line_sums_after constant text := $$CASE WHEN whole.adjustments IS NULL
          THEN (lines.line_count, lines.net_minor, lines.tax_minor) <> (whole.line_count, whole.net_minor, whole.tax_minor)
          ELSE (lines.line_count, lines.net_minor, lines.tax_minor) <> (
            SELECT whole.line_count, whole.net_minor - coalesce(sum(net_minor), 0), whole.tax_minor - coalesce(sum(tax_minor), 0)
            FROM "billing".to_adjustment_shares(whole.adjustments))
        END$$;
BEGIN
  guard_after := replace(guard, sums_before, sums_after);
  guard_lines_after := replace(guard_lines, line_sums_before, line_sums_after);
  IF guard_after = guard OR guard_lines_after = guard_lines THEN
    RAISE EXCEPTION 'the guards of invoices do not compare sums as expected';
  END IF;
  EXECUTE guard_after;
  EXECUTE guard_lines_after;
END;
$do$;
