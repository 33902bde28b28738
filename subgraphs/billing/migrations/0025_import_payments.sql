CREATE TABLE "billing"."payment_entries" (
	"payment_id" uuid PRIMARY KEY NOT NULL,
	"entry_key" text NOT NULL,
	"job_id" uuid NOT NULL,
	"job_row" bigint NOT NULL,
	"reversal_id" uuid
);
--> statement-breakpoint
ALTER TABLE "billing"."payment_entries" ADD CONSTRAINT "payment_entries_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "billing"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."payment_entries" ADD CONSTRAINT "payment_entries_reversal_id_payments_id_fk" FOREIGN KEY ("reversal_id") REFERENCES "billing"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_entries_key_unique" ON "billing"."payment_entries" USING btree ("entry_key") WHERE "billing"."payment_entries"."reversal_id" is null;--> statement-breakpoint
CREATE INDEX "payment_entries_by_job" ON "billing"."payment_entries" USING btree ("job_id","payment_id");
--> statement-breakpoint
-- Makes the tables into which the caller copies payments, once for each session, as open_import() does for invoices.
CREATE FUNCTION "billing"."open_payments"() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text;
BEGIN
  IF to_regclass('pg_temp.import_payments') IS NULL THEN
    -- A payment each: its record in the file, a new UUIDv7, and the amount either in minor units of its currency or, if
    -- the file names no currency, in ten-thousandths. The customer is the one that the invoice must have, or null.
    CREATE TEMPORARY TABLE import_payments (
      row_number bigint NOT NULL,
      id uuid NOT NULL,
      amount_minor bigint,
      amount_scaled bigint,
      currency text,
      paid_on date NOT NULL,
      method text NOT NULL,
      reference text,
      entry_id text,
      customer_id uuid,
      customer_name text,
      -- The invoices that its best references name; the import writes them.
      invoice_ids uuid[] NOT NULL DEFAULT '{}'
    ) ON COMMIT DELETE ROWS;
    -- The texts that may name the invoice. Those of the lowest level at which there is an invoice count, and of texts that
    -- share words the longer one. A compact text has only letters and digits, and ends like a year and a sequence.
    CREATE TEMPORARY TABLE import_payment_references (
      row_number bigint NOT NULL,
      level integer NOT NULL,
      text text NOT NULL,
      compact text,
      first_word integer NOT NULL,
      last_word integer NOT NULL
    ) ON COMMIT DELETE ROWS;
    EXECUTE format('GRANT INSERT ON pg_temp.import_payments, pg_temp.import_payment_references TO %I', session_user);
  END IF;
  FOREACH name IN ARRAY array['import_payments', 'import_payment_references'] LOOP
    IF (SELECT relowner FROM pg_class WHERE oid = to_regclass('pg_temp.' || name)) IS DISTINCT FROM
      (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN
      RAISE EXCEPTION 'the temporary table % of this session is not one that open_payments() made', name
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
END;
$$;
--> statement-breakpoint
-- Finds the invoices of the payments by their references: the number as it is written, the number without all but letters
-- and digits, and after both the external reference.
CREATE FUNCTION "billing"."match_payments"() RETURNS void LANGUAGE plpgsql
  -- A chunk is small beside the ledger: looking its references up beats reading all of it for a hash.
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  WITH written AS MATERIALIZED (
    SELECT row_number, level, text, compact, first_word, last_word,
      regexp_match(compact, '(\d{4})(\d{6,9})$') AS place
    FROM pg_temp.import_payment_references
  ),
  fitting AS MATERIALIZED (
    SELECT row_number, level, first_word, last_word, length(text) AS size, invoice.id
    FROM written JOIN "billing"."invoices" AS invoice ON invoice.number = text
    UNION
    SELECT row_number, level, first_word, last_word, length(plain.number), invoice.id
    FROM written
    JOIN "billing"."invoices" AS invoice ON invoice.kind IN ('INVOICE', 'CREDIT_NOTE')
      AND invoice.series = place[1]::smallint AND invoice.sequence = place[2]::integer
    CROSS JOIN LATERAL (SELECT upper(regexp_replace(invoice.number, '[^0-9A-Za-z]', '', 'g')) AS number) AS plain
    -- Letters may stand before the number, but no digits.
    WHERE right(compact, length(plain.number)) = plain.number
      AND left(compact, -length(plain.number)) ~ '^[A-Z]*$'
    UNION
    SELECT row_number, 5, first_word, last_word, length(text), invoice.id
    FROM written JOIN "billing"."invoices" AS invoice ON invoice.external_reference = text
  ),
  best AS (
    SELECT row_number, array_agg(DISTINCT id) AS ids
    FROM (SELECT *, min(level) OVER (PARTITION BY row_number) AS best_level FROM fitting) AS one
    WHERE level = best_level AND NOT EXISTS (
      SELECT FROM fitting AS other
      WHERE other.row_number = one.row_number AND other.level = one.level AND other.id <> one.id
        AND other.first_word <= one.first_word AND other.last_word >= one.last_word
        AND (other.last_word - other.first_word, other.size) > (one.last_word - one.first_word, one.size)
    )
    GROUP BY row_number
  )
  UPDATE pg_temp.import_payments AS given SET invoice_ids = best.ids FROM best
    WHERE best.row_number = given.row_number;
END;
$$;
--> statement-breakpoint
-- Brings in the payments of the session's tables. Each is judged in the order of the file, after those before it of the
-- same invoice. An entry that another file brought with the same figures is passed over.
--   digits     the decimals of currencies that do not have two: { "JPY": 0 }
--   inserted   how many are new
--   refused    the others, with all reasons and what is needed to describe them (see describe-refusal.ts of the worker)
CREATE FUNCTION "billing"."import_payments"(job uuid, digits jsonb, OUT inserted bigint, OUT refused jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
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

  FOR one IN
    SELECT given.*, keyed.minor, keyed.entry_key, invoice.id AS invoice_id, invoice.status, invoice.kind,
      invoice.currency AS invoice_currency, invoice.customer_id AS invoice_customer_id,
      invoice.customer_name AS invoice_customer_name,
      invoice.total_minor - invoice.credited_minor - invoice.paid_minor AS balance_minor,
      stored.payment_id AS stored_id, stored.job_id AS stored_job_id, stored.job_row AS stored_row,
      stored.invoice_id AS stored_invoice_id, stored.number AS stored_number, stored.amount_minor AS stored_minor,
      stored.currency AS stored_currency, stored.paid_on AS stored_paid_on,
      first_value(given.row_number) OVER (PARTITION BY keyed.entry_key ORDER BY given.row_number) AS first_row
    FROM pg_temp.import_payments AS given
    LEFT JOIN "billing"."invoices" AS invoice ON cardinality(given.invoice_ids) = 1 AND invoice.id = given.invoice_ids[1]
    -- The currency of an amount without one is that of its invoice, or of the payment that the bank's entry became.
    LEFT JOIN LATERAL (
      SELECT known.currency
      FROM "billing"."payment_entries" AS entry
      JOIN "billing"."payments" AS payment ON payment.id = entry.payment_id
      JOIN "billing"."invoices" AS known ON known.id = payment.invoice_id
      WHERE given.currency IS NULL AND entry.entry_key = 'bank ' || given.entry_id AND entry.reversal_id IS NULL
    ) AS by_bank ON true
    CROSS JOIN LATERAL (
      SELECT coalesce((digits ->> coalesce(invoice.currency, by_bank.currency))::integer, 2) AS decimals
    ) AS money
    CROSS JOIN LATERAL (
      SELECT coalesce(given.amount_minor, CASE WHEN coalesce(invoice.currency, by_bank.currency) IS NOT NULL
        AND given.amount_scaled % (10 ^ (4 - decimals))::bigint = 0
        THEN given.amount_scaled / (10 ^ (4 - decimals))::bigint END) AS minor
    ) AS exact
    CROSS JOIN LATERAL (
      SELECT exact.minor, CASE
        WHEN given.entry_id IS NOT NULL THEN 'bank ' || given.entry_id
        WHEN invoice.id IS NOT NULL AND exact.minor IS NOT NULL
          THEN concat_ws(' ', 'figures', invoice.id, exact.minor, given.paid_on, given.reference)
      END AS entry_key
    ) AS keyed
    LEFT JOIN LATERAL (
      SELECT entry.payment_id, entry.job_id, entry.job_row, payment.invoice_id, payment.amount_minor, payment.paid_on,
        known.number, known.currency
      FROM "billing"."payment_entries" AS entry
      JOIN "billing"."payments" AS payment ON payment.id = entry.payment_id
      JOIN "billing"."invoices" AS known ON known.id = payment.invoice_id
      WHERE entry.entry_key = keyed.entry_key AND entry.reversal_id IS NULL
    ) AS stored ON true
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
--> statement-breakpoint
-- Takes back the payments that a job brought, by reversals: the next `most` of them after the payment `after_id`, which is
-- null at the beginning. A payment that was reversed already stays, and one of which money was given back. Call it again
-- with `next_id` until that is null, each time in a transaction of its own.
--   on_day         the seller's day of the reversals
--   removed        how many this call reversed
--   removed_so_far over all calls for the job
--   kept           those that stay: [{ "number": "2026-000001", "status": "REVERSED" }], or REFUNDED
CREATE FUNCTION "billing"."undo_payments"(
  job uuid, on_day date, after_id uuid, most integer,
  OUT next_id uuid, OUT removed bigint, OUT removed_so_far bigint, OUT kept jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  looked_at uuid[];
  one record;
  at_invoice uuid;
  paid bigint;
  taken uuid[] := '{}';
  stays jsonb[] := '{}';
BEGIN
  looked_at := array(
    SELECT payment_id FROM "billing"."payment_entries"
    WHERE job_id = job AND reversal_id IS NULL AND payment_id > coalesce(after_id, '00000000-0000-0000-0000-000000000000')
    ORDER BY payment_id LIMIT most);
  next_id := CASE WHEN cardinality(looked_at) = most THEN looked_at[most] END;

  PERFORM FROM "billing"."invoices"
    WHERE id IN (SELECT invoice_id FROM "billing"."payments" WHERE id = ANY (looked_at))
    ORDER BY id FOR NO KEY UPDATE;

  FOR one IN
    SELECT payment.id, payment.invoice_id, payment.amount_minor, invoice.number, invoice.paid_minor,
      EXISTS (SELECT FROM "billing"."payments" AS reversal WHERE reversal.reverses_payment_id = payment.id) AS is_reversed
    FROM "billing"."payments" AS payment JOIN "billing"."invoices" AS invoice ON invoice.id = payment.invoice_id
    WHERE payment.id = ANY (looked_at)
    ORDER BY payment.invoice_id, payment.id
  LOOP
    IF at_invoice IS DISTINCT FROM one.invoice_id THEN
      at_invoice := one.invoice_id;
      paid := one.paid_minor;
    END IF;
    IF one.is_reversed OR one.amount_minor > paid THEN
      stays := stays || jsonb_build_object('number', one.number,
        'status', CASE WHEN one.is_reversed THEN 'REVERSED' ELSE 'REFUNDED' END);
      CONTINUE;
    END IF;
    paid := paid - one.amount_minor;
    taken := taken || one.id;
  END LOOP;

  WITH reversal AS (
    INSERT INTO "billing"."payments" (id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, note,
        recorded_by, recorded_at)
      SELECT uuidv7(), invoice_id, 'REVERSAL', -amount_minor, method, on_day, id, 'import undone', 'batch', now()
      FROM "billing"."payments" WHERE id = ANY (taken) ORDER BY id
      RETURNING id, reverses_payment_id
  )
  UPDATE "billing"."payment_entries" AS entry SET reversal_id = reversal.id FROM reversal
    WHERE entry.payment_id = reversal.reverses_payment_id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  removed_so_far := (SELECT count(*) FROM "billing"."payment_entries" WHERE job_id = job AND reversal_id IS NOT NULL);
  kept := to_jsonb(stays);
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."open_payments"(), "billing"."match_payments"(),
  "billing"."import_payments"(uuid, jsonb), "billing"."undo_payments"(uuid, date, uuid, integer) FROM PUBLIC;
