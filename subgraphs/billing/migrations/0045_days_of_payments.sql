-- Days of payment become columns, so that lists find them in their own indexes. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- Lists were its only readers.
DROP INDEX "billing"."payments_by_day";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_class";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_issue_date";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_due_date";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_total";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_update";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_own_number";--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "first_paid_on" date, ADD COLUMN "last_paid_on" date;
--> statement-breakpoint
CREATE FUNCTION "billing"."find_paid_day"(invoice uuid, is_first boolean) RETURNS date LANGUAGE plpgsql STABLE
  SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT CASE WHEN is_first THEN min(paid_on) ELSE max(paid_on) END FROM "billing"."payments" AS payment
    WHERE invoice_id = invoice AND kind = 'PAYMENT'
      AND NOT EXISTS (SELECT FROM "billing"."payments" AS reversal WHERE reversal.reverses_payment_id = payment.id));
END;
$$;
--> statement-breakpoint
-- Of the invoices that are there the days are found while the table is written anew: an update would leave an old version of each.
ALTER TABLE "billing"."invoices"
  ALTER COLUMN "first_paid_on" TYPE date USING CASE WHEN reversible_entries > 0 THEN "billing".find_paid_day(id, true) END,
  ALTER COLUMN "last_paid_on" TYPE date USING CASE WHEN reversible_entries > 0 THEN "billing".find_paid_day(id, false) END;
--> statement-breakpoint
DROP FUNCTION "billing"."find_paid_day"(uuid, boolean);
--> statement-breakpoint
CREATE INDEX "invoices_by_last_payment" ON "billing"."invoices" USING btree ("list_class","last_paid_on","id","first_paid_on","issue_date","due_date","total_minor","updated_at","series","sequence","currency") WHERE "billing"."invoices"."last_paid_on" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_first_payment" ON "billing"."invoices" USING btree ("list_class","first_paid_on","last_paid_on","id","issue_date","due_date","total_minor","updated_at","series","sequence","currency") WHERE "billing"."invoices"."first_paid_on" < "billing"."invoices"."last_paid_on";--> statement-breakpoint
CREATE INDEX "invoices_by_class" ON "billing"."invoices" USING btree ("list_class","id","issue_date","due_date","currency","first_paid_on","last_paid_on");--> statement-breakpoint
CREATE INDEX "invoices_by_issue_date" ON "billing"."invoices" USING btree ("list_class","issue_date","id","due_date","currency","first_paid_on","last_paid_on") WHERE "billing"."invoices"."issue_date" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_due_date" ON "billing"."invoices" USING btree ("list_class","due_date","id","issue_date","currency","first_paid_on","last_paid_on") WHERE "billing"."invoices"."due_date" is not null or "billing"."invoices"."list_class" < 8;--> statement-breakpoint
CREATE INDEX "invoices_by_total" ON "billing"."invoices" USING btree ("list_class","total_minor","id","issue_date","due_date","currency","first_paid_on","last_paid_on");--> statement-breakpoint
CREATE INDEX "invoices_by_update" ON "billing"."invoices" USING btree ("list_class","updated_at","id","issue_date","due_date","currency","first_paid_on","last_paid_on");--> statement-breakpoint
CREATE INDEX "invoices_by_own_number" ON "billing"."invoices" USING btree ("list_class",("series"::bigint * 1000000000 + "sequence"),"id","issue_date","due_date","currency","series","sequence","first_paid_on","last_paid_on") WHERE "billing"."invoices"."series" is not null;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_paid_days_in_order" CHECK ("billing"."invoices"."last_paid_on" is null and "billing"."invoices"."first_paid_on" is null or coalesce("billing"."invoices"."first_paid_on" <= "billing"."invoices"."last_paid_on", false));
--> statement-breakpoint
-- The trigger of payments keeps the days, and nobody else changes them: only these parts of the functions change. What takes
-- payments back may take the first or the last one, so that the days are looked up among the others.
DO $do$
DECLARE
  function_name text;
  definition text;
  part text[];
BEGIN
  FOREACH part SLICE 1 IN ARRAY array[
    array['guard_invoice', $$'reversible_entries', 'pending_action'$$,
      $$'reversible_entries', 'first_paid_on', 'last_paid_on', 'pending_action'$$],
    array['guard_invoice', $$OR NEW.reversible_entries <> 0 THEN$$,
      $$OR NEW.reversible_entries <> 0 OR NEW.last_paid_on IS NOT NULL THEN$$],
    array['guard_invoice', $$(NEW.paid_minor, NEW.credited_minor, NEW.reversible_entries)
      <> (OLD.paid_minor, OLD.credited_minor, OLD.reversible_entries)$$,
      $$(NEW.paid_minor, NEW.credited_minor, NEW.reversible_entries, NEW.first_paid_on, NEW.last_paid_on)
      IS DISTINCT FROM (OLD.paid_minor, OLD.credited_minor, OLD.reversible_entries, OLD.first_paid_on, OLD.last_paid_on)$$],
    array['apply_payments', $$reversible_entries = reversible_entries + entries,$$,
      $$reversible_entries = reversible_entries + entries,
      first_paid_on = CASE WHEN takes_back THEN kept.first_day ELSE least(first_paid_on, entry.first_day) END,
      last_paid_on = CASE WHEN takes_back THEN kept.last_day ELSE greatest(last_paid_on, entry.last_day) END,$$],
    array['apply_payments', $$AS entries, max(recorded_at) AS recorded_at$$,
      $$AS entries, max(recorded_at) AS recorded_at,
        bool_or(added.kind = 'REVERSAL') AS takes_back,
        min(added.paid_on) FILTER (WHERE added.kind = 'PAYMENT') AS first_day,
        max(added.paid_on) FILTER (WHERE added.kind = 'PAYMENT') AS last_day$$],
    array['apply_payments', $$
    ) AS entry
    WHERE invoice.id = entry.id;$$, $$
    ) AS entry
    CROSS JOIN LATERAL (
      SELECT min(payment.paid_on) AS first_day, max(payment.paid_on) AS last_day FROM "billing"."payments" AS payment
      WHERE entry.takes_back AND payment.invoice_id = entry.id AND payment.kind = 'PAYMENT'
        AND NOT EXISTS (SELECT FROM "billing"."payments" AS reversal WHERE reversal.reverses_payment_id = payment.id)
    ) AS kept
    WHERE invoice.id = entry.id;$$]
  ] LOOP
    function_name := part[1];
    definition := pg_get_functiondef(format('"billing".%I()', function_name)::regprocedure);
    IF position(part[2] IN definition) = 0 THEN
      RAISE EXCEPTION '% is not as expected: it lacks %', function_name, part[2];
    END IF;
    EXECUTE replace(definition, part[2], part[3]);
  END LOOP;
END;
$do$;
