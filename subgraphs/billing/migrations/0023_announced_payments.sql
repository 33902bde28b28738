CREATE TABLE "billing"."unannounced_payments" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."unannounced_payments_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ids" uuid[] NOT NULL
);
--> statement-breakpoint
-- Notes payments that came many at once: those of files, and what takes them back. They are written by functions that the
-- batch worker calls in a session of its own role. Whoever records a single payment announces it with it.
CREATE FUNCTION "billing"."note_unannounced_payments"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."unannounced_payments" (ids)
    SELECT array_agg(id) FROM added WHERE import_job_id IS NOT NULL OR session_user <> current_user HAVING count(*) > 0;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "payments_note_unannounced" AFTER INSERT ON "billing"."payments"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."note_unannounced_payments"();
--> statement-breakpoint
-- Leaves sums for the relay, 200 in each event. Their key is nobody else's, so that no other message waits for it.
CREATE FUNCTION "billing"."announce_sums"(event_type text, given json[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  most constant integer := 200;
  own_key constant text := gen_random_uuid();
BEGIN
  INSERT INTO "billing"."outbox" (event_id, key, value, headers, occurred_at)
  SELECT event.id, own_key, convert_to(json_build_object('totals', event.totals)::text, 'UTF8'),
    jsonb_build_object('ce_specversion', '1.0', 'ce_id', event.id, 'ce_source', '/billing', 'ce_type', event_type,
      'ce_time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'content-type', 'application/json'),
    now()
  FROM (
    SELECT gen_random_uuid() AS id, json_agg(one.total) AS totals
    FROM unnest(given) WITH ORDINALITY AS one (total, place)
    GROUP BY (one.place - 1) / most
  ) AS event;
END;
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "billing"."announce_imported_totals"(given json[]) RETURNS void LANGUAGE sql AS $$
  SELECT "billing".announce_sums('facturation.invoices.imported.v1', given)
$$;
--> statement-breakpoint
-- Adds up the payments of the next statements, at most so many, leaves the sums for the relay, and says how many it took; 0
-- when nothing is left to do. Safe to call by several at once. What takes a payment back counts -1; a refund, and what takes
-- it back, change the amount alone (schema/facturation/imported-payments.schema.json).
CREATE FUNCTION "billing"."announce_payments"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  taken bigint[];
BEGIN
  taken := array(
    SELECT position FROM "billing"."unannounced_payments" ORDER BY position LIMIT most FOR UPDATE SKIP LOCKED);
  IF cardinality(taken) = 0 THEN
    RETURN 0;
  END IF;
  PERFORM "billing".announce_sums('facturation.payments.imported.v1', array(
    SELECT json_build_object('customerId', invoice.customer_id, 'customerName', invoice.customer_name,
      'currency', invoice.currency,
      'count', count(*) FILTER (WHERE payment.kind = 'PAYMENT')
        - count(*) FILTER (WHERE payment.kind = 'REVERSAL' AND payment.amount_minor < 0),
      'amountMinor', sum(payment.amount_minor)::text)
    FROM "billing"."unannounced_payments" AS waiting
    CROSS JOIN LATERAL unnest(waiting.ids) AS given (id)
    JOIN "billing"."payments" AS payment ON payment.id = given.id
    JOIN "billing"."invoices" AS invoice ON invoice.id = payment.invoice_id
    WHERE waiting.position = ANY (taken)
    GROUP BY invoice.customer_id, invoice.customer_name, invoice.currency));
  DELETE FROM "billing"."unannounced_payments" WHERE position = ANY (taken);
  RETURN cardinality(taken);
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."announce_sums"(text, json[]), "billing"."announce_payments"(integer) FROM PUBLIC;
