-- As before, but an invoice that may become void takes no payment from a file either, until that is decided.
-- Brings in the payments of the session's tables. Each is judged in the order of the file, after those before it of the
-- same invoice. An entry that another file brought with the same figures is passed over.
--   digits     the decimals of currencies that do not have two: { "JPY": 0 }
--   inserted   how many are new
--   refused    the others, with all reasons and what is needed to describe them (see describe-refusal.ts of the worker)
CREATE OR REPLACE FUNCTION "billing"."import_payments"(job uuid, digits jsonb, OUT inserted bigint, OUT refused jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  -- What is looked up is always a few of many, and a session keeps its plans.
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_material = off
  SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  one record;
  codes text[];
  at_invoice uuid;
  left_minor bigint;
  refusals jsonb[] := '{}';
  taken_rows bigint[] := '{}';
  taken_minor bigint[] := '{}';
  taken_keys text[] := '{}';
  entries bigint;
BEGIN
  PERFORM "billing".open_payments();
  ANALYZE pg_temp.import_payments, pg_temp.import_payment_references;
  PERFORM "billing".match_payments();

  -- In the order of ids, in which all who pay several invoices lock them.
  PERFORM FROM "billing"."invoices"
    WHERE id IN (SELECT invoice_ids[1] FROM pg_temp.import_payments WHERE cardinality(invoice_ids) = 1)
    ORDER BY id FOR NO KEY UPDATE;

  UPDATE pg_temp.import_payments AS given SET minor = exact.minor, entry_key = CASE
      WHEN given.entry_id IS NOT NULL THEN 'bank ' || given.entry_id
      WHEN exact.invoice_id IS NOT NULL AND exact.minor IS NOT NULL
        THEN concat_ws(' ', 'figures', exact.invoice_id, exact.minor, given.paid_on, given.reference)
    END
    FROM (
      SELECT row_number, invoice_id, coalesce(amount_minor, CASE WHEN known_currency IS NOT NULL
        AND amount_scaled % (10 ^ (4 - decimals))::bigint = 0 THEN amount_scaled / (10 ^ (4 - decimals))::bigint END) AS minor
      FROM (
        SELECT priced.*, coalesce((digits ->> known_currency)::integer, 2) AS decimals
        FROM (
          -- The currency of an amount without one is that of its invoice, or of the payment that the bank's entry became.
          SELECT payment.row_number, payment.amount_minor, payment.amount_scaled, invoice.id AS invoice_id,
            coalesce(invoice.currency, CASE WHEN payment.currency IS NULL AND payment.entry_id IS NOT NULL THEN (
              SELECT known.currency FROM "billing"."payment_entries" AS entry
              JOIN "billing"."payments" AS paid ON paid.id = entry.payment_id
              JOIN "billing"."invoices" AS known ON known.id = paid.invoice_id
              WHERE entry.entry_key = 'bank ' || payment.entry_id AND entry.reversal_id IS NULL
            ) END) AS known_currency
          FROM pg_temp.import_payments AS payment
          LEFT JOIN "billing"."invoices" AS invoice
            ON invoice.id = CASE WHEN cardinality(payment.invoice_ids) = 1 THEN payment.invoice_ids[1] END
          OFFSET 0
        ) AS priced
      ) AS scaled
    ) AS exact
    WHERE exact.row_number = given.row_number;
  UPDATE pg_temp.import_payments AS given SET stored_id = (
    SELECT entry.payment_id FROM "billing"."payment_entries" AS entry
    WHERE entry.entry_key = given.entry_key AND entry.reversal_id IS NULL);

  FOR one IN
    SELECT given.*, invoice.id AS invoice_id, invoice.status, invoice.kind, invoice.pending_action,
      invoice.currency AS invoice_currency, invoice.customer_id AS invoice_customer_id,
      invoice.customer_name AS invoice_customer_name,
      invoice.total_minor - invoice.credited_minor - invoice.paid_minor AS balance_minor,
      payment.import_job_id AS stored_job_id, payment.import_row AS stored_row,
      payment.invoice_id AS stored_invoice_id, stored.number AS stored_number, payment.amount_minor AS stored_minor,
      stored.currency AS stored_currency, payment.paid_on AS stored_paid_on,
      first_value(given.row_number) OVER (PARTITION BY given.entry_key ORDER BY given.row_number) AS first_row
    FROM pg_temp.import_payments AS given
    LEFT JOIN "billing"."invoices" AS invoice
      ON invoice.id = CASE WHEN cardinality(given.invoice_ids) = 1 THEN given.invoice_ids[1] END
    LEFT JOIN "billing"."payments" AS payment ON payment.id = given.stored_id
    LEFT JOIN "billing"."invoices" AS stored ON stored.id = payment.invoice_id
    ORDER BY invoice.id NULLS FIRST, given.row_number
  LOOP
    IF at_invoice IS DISTINCT FROM one.invoice_id THEN
      at_invoice := one.invoice_id;
      left_minor := one.balance_minor;
    END IF;
    codes := '{}';
    IF one.stored_id IS NOT NULL AND one.stored_job_id = job THEN
      codes := array['SAME_PAYMENT_TWICE'];
    ELSIF one.stored_id IS NOT NULL THEN
      CONTINUE WHEN one.minor = one.stored_minor AND one.paid_on = one.stored_paid_on
        AND coalesce(one.currency = one.stored_currency, true)
        AND coalesce(one.invoice_id = one.stored_invoice_id, true);
      codes := array['CONFLICT'];
    ELSIF one.first_row < one.row_number AND one.entry_key IS NOT NULL THEN
      codes := array['SAME_PAYMENT_TWICE'];
    ELSIF one.invoice_id IS NULL THEN
      codes := array[CASE WHEN cardinality(one.invoice_ids) > 1 THEN 'INVOICE_AMBIGUOUS' ELSE 'INVOICE_NOT_FOUND' END];
    ELSE
      IF one.kind <> 'INVOICE' THEN
        codes := codes || 'NOT_AN_INVOICE'::text;
      ELSIF one.status IN ('DRAFT', 'VOID') THEN
        codes := codes || ('INVOICE_IS_' || one.status);
      ELSIF one.pending_action = 'VOID' THEN
        codes := codes || 'VOID_IS_WAITING'::text;
      ELSIF one.status = 'PAID' OR left_minor = 0 THEN
        codes := codes || 'INVOICE_IS_PAID'::text;
      END IF;
      IF one.currency <> one.invoice_currency THEN
        codes := codes || 'CURRENCY_MISMATCH'::text;
      ELSIF one.minor IS NULL THEN
        codes := codes || 'TOO_MANY_DECIMALS'::text;
      ELSIF codes = '{}' AND one.minor > left_minor THEN
        codes := codes || 'ABOVE_BALANCE'::text;
      END IF;
      IF one.customer_id <> one.invoice_customer_id OR (one.customer_id IS NOT NULL AND one.invoice_customer_id IS NULL)
        OR lower(one.customer_name) <> lower(one.invoice_customer_name) THEN
        codes := codes || 'CUSTOMER_MISMATCH'::text;
      END IF;
    END IF;

    IF codes = '{}' THEN
      left_minor := left_minor - one.minor;
      taken_rows := taken_rows || one.row_number;
      taken_minor := taken_minor || one.minor;
      taken_keys := taken_keys || one.entry_key;
      CONTINUE;
    END IF;
    refusals := refusals || jsonb_build_object(
      'rowNumber', one.row_number, 'codes', codes, 'amountMinor', one.minor,
      'currency', coalesce(one.currency, one.invoice_currency), 'paidOn', one.paid_on,
      'customerName', one.customer_name,
      'invoices', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'number', coalesce(fitting.number, fitting.external_reference), 'currency', fitting.currency,
            'customerName', fitting.customer_name,
            'balanceMinor', CASE WHEN fitting.id = one.invoice_id THEN left_minor WHEN fitting.status = 'ISSUED'
              THEN fitting.total_minor - fitting.credited_minor - fitting.paid_minor ELSE 0 END)
            ORDER BY fitting.number), '[]')
        FROM "billing"."invoices" AS fitting WHERE fitting.id = ANY (one.invoice_ids[1:5])),
      'references', CASE WHEN 'INVOICE_NOT_FOUND' = ANY (codes) THEN (
        SELECT coalesce(jsonb_agg(first_ones.text ORDER BY first_ones.level, first_ones.first_word), '[]') FROM (
          SELECT DISTINCT ON (level, first_word) level, first_word, text FROM pg_temp.import_payment_references
          WHERE row_number = one.row_number ORDER BY level, first_word, last_word, text LIMIT 5
        ) AS first_ones) ELSE '[]'::jsonb END,
      'stored', CASE
        WHEN one.stored_id IS NOT NULL THEN jsonb_build_object('number', one.stored_number,
          'amountMinor', one.stored_minor, 'currency', one.stored_currency, 'paidOn', one.stored_paid_on,
          'row', one.stored_row)
        WHEN 'SAME_PAYMENT_TWICE' = ANY (codes) THEN jsonb_build_object('number', '', 'amountMinor', one.minor,
          'currency', coalesce(one.currency, one.invoice_currency), 'paidOn', one.paid_on, 'row', one.first_row)
      END);
  END LOOP;

  INSERT INTO "billing"."payments" (id, invoice_id, kind, amount_minor, method, reference, paid_on, recorded_by,
      recorded_at, import_job_id, import_row)
    SELECT given.id, given.invoice_ids[1], 'PAYMENT', taken.minor, given.method, given.reference, given.paid_on, 'batch',
      now(), job, given.row_number
    FROM unnest(taken_rows, taken_minor) AS taken (row_number, minor)
    JOIN pg_temp.import_payments AS given ON given.row_number = taken.row_number
    ORDER BY given.id;
  GET DIAGNOSTICS inserted = ROW_COUNT;
  INSERT INTO "billing"."payment_entries" (payment_id, entry_key, job_id, job_row)
    SELECT given.id, taken.entry_key, job, given.row_number
    FROM unnest(taken_rows, taken_keys) AS taken (row_number, entry_key)
    JOIN pg_temp.import_payments AS given ON given.row_number = taken.row_number
    ORDER BY taken.entry_key
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS entries = ROW_COUNT;
  IF entries <> inserted THEN
    RAISE EXCEPTION 'another import brought the same entries at the same time' USING ERRCODE = 'serialization_failure';
  END IF;
  refused := to_jsonb(refusals);
END;
$$;
