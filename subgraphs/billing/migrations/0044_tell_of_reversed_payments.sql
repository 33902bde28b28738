-- As before, but a payment that was taken back by hand is told apart from one that is there: its row is refused with the time and
-- the person. An undo frees the key of the entry instead.
DO $do$
DECLARE
  before constant text := pg_get_functiondef('"billing"."import_payments"(uuid, jsonb)'::regprocedure);
  changed text := before;
  part text[];
BEGIN
  FOREACH part SLICE 1 IN ARRAY array[
    [$$payment.paid_on AS stored_paid_on,$$,
     $$payment.paid_on AS stored_paid_on, reversal.recorded_at AS reversed_at, reversal.recorded_by AS reversed_by,$$],
    [$$LEFT JOIN "billing"."invoices" AS stored ON stored.id = payment.invoice_id$$,
     $$LEFT JOIN "billing"."payments" AS reversal ON reversal.reverses_payment_id = payment.id
    LEFT JOIN "billing"."invoices" AS stored ON stored.id = payment.invoice_id$$],
    [$$ELSIF one.stored_id IS NOT NULL THEN$$,
     $$ELSIF one.reversed_at IS NOT NULL THEN
      codes := array['PAYMENT_WAS_REVERSED'];
    ELSIF one.stored_id IS NOT NULL THEN$$],
    [$$'row', one.stored_row)$$,
     $$'row', one.stored_row, 'reversedAt', to_char(one.reversed_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'reversedBy', one.reversed_by)$$]
  ] LOOP
    IF strpos(changed, part[1]) = 0 THEN
      RAISE EXCEPTION 'import_payments is not as expected at %', part[1];
    END IF;
    changed := replace(changed, part[1], part[2]);
  END LOOP;
  EXECUTE changed;
END;
$do$;
