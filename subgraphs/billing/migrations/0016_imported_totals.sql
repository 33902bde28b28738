CREATE TABLE "billing"."unannounced_imports" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."unannounced_imports_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job_id" uuid NOT NULL,
	"first_id" uuid NOT NULL,
	"last_id" uuid NOT NULL,
	"ids" uuid[] NOT NULL
);

--> statement-breakpoint
-- Ids do not compress, and trying would cost an import more than all else that it writes here.
ALTER TABLE "billing"."unannounced_imports" ALTER COLUMN "ids" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- In this order, in which an import takes them: it may be under way.
LOCK TABLE "billing"."invoices", "billing"."import_chunks" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- One of the totals of an event (schema/facturation/imported-totals.schema.json).
CREATE FUNCTION "billing"."to_imported_total"(
  customer_id uuid, customer_name text, currency text, invoices bigint, minor numeric, latest timestamptz) RETURNS json
  LANGUAGE sql STABLE AS $$
  SELECT json_build_object('customerId', customer_id, 'customerName', customer_name, 'currency', currency,
    'count', invoices, 'amountMinor', minor::text, 'latestIssuedAtMs', floor(extract(epoch FROM latest) * 1000)::bigint)
$$;
--> statement-breakpoint
-- Leaves totals for the relay, 200 in each event. Their key is nobody else's, so that no other message waits for it.
CREATE FUNCTION "billing"."announce_imported_totals"(given json[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  most constant integer := 200;
  own_key constant text := gen_random_uuid();
BEGIN
  INSERT INTO "billing"."outbox" (event_id, key, value, headers, occurred_at)
  SELECT event.id, own_key, convert_to(json_build_object('totals', event.totals)::text, 'UTF8'),
    jsonb_build_object('ce_specversion', '1.0', 'ce_id', event.id, 'ce_source', '/billing',
      'ce_type', 'facturation.invoices.imported.v1',
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
-- One row for each transaction of an import: adding up takes its time, and is done afterwards.
CREATE FUNCTION "billing"."note_unannounced_import"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."unannounced_imports" (job_id, first_id, last_id, ids)
    SELECT NEW.job_id, NEW.first_id, NEW.last_id, array_agg(id) FROM pg_temp.import_invoices;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "unannounced_imports_note" AFTER INSERT ON "billing"."import_chunks"
  FOR EACH ROW EXECUTE FUNCTION "billing"."note_unannounced_import"();
--> statement-breakpoint
-- Adds up the invoices of the next transactions of imports, at most so many, leaves the sums for the relay, and says how
-- many it took; 0 when nothing is left to do. Safe to call by several at once.
CREATE FUNCTION "billing"."announce_imports"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  taken bigint[];
BEGIN
  taken := array(
    SELECT position FROM "billing"."unannounced_imports" ORDER BY position LIMIT most FOR UPDATE SKIP LOCKED);
  IF cardinality(taken) = 0 THEN
    RETURN 0;
  END IF;
  -- What was removed meanwhile is not there any more, and is in no sum.
  PERFORM "billing".announce_imported_totals(array(
    SELECT "billing".to_imported_total(invoice.customer_id, invoice.customer_name, invoice.currency,
      count(*), sum(invoice.total_minor), max(invoice.issued_at))
    FROM "billing"."unannounced_imports" AS waiting
    CROSS JOIN LATERAL unnest(waiting.ids) AS given (id)
    JOIN "billing"."invoices" AS invoice ON invoice.id = given.id
    WHERE waiting.position = ANY (taken)
    GROUP BY invoice.customer_id, invoice.customer_name, invoice.currency));
  DELETE FROM "billing"."unannounced_imports" WHERE position = ANY (taken);
  RETURN cardinality(taken);
END;
$$;
--> statement-breakpoint
-- Tells of imported invoices that are removed by sums below zero, unless nobody was told of them yet. Whoever adds them up
-- at this moment is waited for: the lock on their transactions lets one come after the other.
CREATE FUNCTION "billing"."announce_removed_imports"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first_removed uuid;
  last_removed uuid;
  waiting_ids uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM removed WHERE origin = 'IMPORTED') THEN
    RETURN NULL;
  END IF;
  first_removed := (SELECT id FROM removed ORDER BY id LIMIT 1);
  last_removed := (SELECT id FROM removed ORDER BY id DESC LIMIT 1);
  PERFORM FROM "billing"."unannounced_imports"
    WHERE job_id IN (SELECT import_job_id FROM removed) AND first_id <= last_removed AND last_id >= first_removed
    ORDER BY position FOR UPDATE;
  waiting_ids := array(
    SELECT unnest(ids) FROM "billing"."unannounced_imports"
    WHERE job_id IN (SELECT import_job_id FROM removed) AND first_id <= last_removed AND last_id >= first_removed);
  PERFORM "billing".announce_imported_totals(array(
    SELECT "billing".to_imported_total(customer_id, customer_name, currency, -count(*), -sum(total_minor), NULL)
    FROM removed
    WHERE origin = 'IMPORTED' AND id NOT IN (SELECT unnest(waiting_ids))
    GROUP BY customer_id, customer_name, currency));
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "unannounced_imports_removal" AFTER DELETE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "billing"."announce_removed_imports"();
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."announce_imported_totals"(json[]), "billing"."announce_imports"(integer) FROM PUBLIC;
--> statement-breakpoint
-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- What was imported before: its sums, some at a time, in one pass.
SELECT "billing".announce_imported_totals(array_agg(total))
FROM (
  SELECT "billing".to_imported_total(customer_id, customer_name, currency, count(*), sum(total_minor), max(issued_at))
    AS total, row_number() OVER () AS place
  FROM "billing"."invoices"
  WHERE origin = 'IMPORTED'
  GROUP BY customer_id, customer_name, currency
) AS sums
GROUP BY (place - 1) / 100000;
