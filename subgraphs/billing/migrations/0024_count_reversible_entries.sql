ALTER TABLE "billing"."invoices" ADD COLUMN "reversible_entries" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- The trigger of payments counts the entries, and nobody else changes the count: only these parts of the functions change.
DO $do$
DECLARE
  function_name text;
  definition text;
  part text[];
BEGIN
  FOREACH part SLICE 1 IN ARRAY array[
    array['guard_invoice', $$'credited_minor', 'settled_at'$$, $$'credited_minor', 'reversible_entries', 'settled_at'$$],
    array['guard_invoice', $$IF NEW.paid_minor <> 0 OR NEW.credited_minor <> 0 THEN$$,
      $$IF NEW.paid_minor <> 0 OR NEW.credited_minor <> 0 OR NEW.reversible_entries <> 0 THEN$$],
    array['guard_invoice', $$(NEW.paid_minor, NEW.credited_minor) <> (OLD.paid_minor, OLD.credited_minor)$$,
      $$(NEW.paid_minor, NEW.credited_minor, NEW.reversible_entries)
      <> (OLD.paid_minor, OLD.credited_minor, OLD.reversible_entries)$$],
    array['apply_payments', $$      paid_minor = paid,$$,
      $$      paid_minor = paid,
      reversible_entries = reversible_entries + entries,$$],
    array['apply_payments', $$        max(recorded_at) AS recorded_at$$,
      $$        sum(CASE added.kind WHEN 'REVERSAL' THEN -1 ELSE 1 END) AS entries, max(recorded_at) AS recorded_at$$]
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
--> statement-breakpoint
-- What was recorded before the count. The guard lets only triggers change it.
ALTER TABLE "billing"."invoices" DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE "billing"."invoices" AS invoice SET reversible_entries = counted.entries
  FROM (
    SELECT invoice_id, sum(CASE kind WHEN 'REVERSAL' THEN -1 ELSE 1 END) AS entries
    FROM "billing"."payments" GROUP BY invoice_id
  ) AS counted
  WHERE invoice.id = counted.invoice_id;
--> statement-breakpoint
ALTER TABLE "billing"."invoices" ENABLE TRIGGER USER;
