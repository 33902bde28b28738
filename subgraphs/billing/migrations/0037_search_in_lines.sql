-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- The texts by which these invoices are searched: those of to_search_lines, and of their lines, each once.
CREATE FUNCTION "billing"."find_search_texts"(ids uuid[]) RETURNS TABLE (invoice_id uuid, text text) LANGUAGE sql STABLE
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT invoice.id, concat_ws(E'\n',
    "billing".to_search_lines(invoice.number, invoice.customer_name, invoice.external_reference, invoice.note),
    (SELECT string_agg(DISTINCT concat_ws(E'\n', lower(line.sku), lower(line.description)), E'\n')
      FROM "billing"."invoice_lines" AS line WHERE line.invoice_id = invoice.id))
  FROM "billing"."invoices" AS invoice WHERE invoice.id = ANY (ids) ORDER BY invoice.id
$$;
--> statement-breakpoint
-- At the commit, as the lines come after the invoice; nothing to do if it was deleted by then.
CREATE OR REPLACE FUNCTION "billing"."write_invoice_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."invoice_search" AS stored (invoice_id, text)
    SELECT * FROM "billing".find_search_texts(array[NEW.id])
    ON CONFLICT (invoice_id) DO UPDATE SET text = excluded.text WHERE stored.text <> excluded.text;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
DROP TRIGGER "invoice_search_insert" ON "billing"."invoices";
--> statement-breakpoint
DROP TRIGGER "invoice_search_update" ON "billing"."invoices";
--> statement-breakpoint
-- Imported invoices do not pay for it: their texts never change, and search_backlog says that they are to be written.
CREATE CONSTRAINT TRIGGER "invoice_search_insert" AFTER INSERT ON "billing"."invoices"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.origin = 'OWN')
  EXECUTE FUNCTION "billing"."write_invoice_search"();
--> statement-breakpoint
-- Lines change with their draft, whose version grows.
CREATE CONSTRAINT TRIGGER "invoice_search_update" AFTER UPDATE ON "billing"."invoices"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status = 'DRAFT' OR (OLD.number, OLD.customer_name, OLD.external_reference, OLD.note)
    IS DISTINCT FROM (NEW.number, NEW.customer_name, NEW.external_reference, NEW.note))
  EXECUTE FUNCTION "billing"."write_invoice_search"();
--> statement-breakpoint
-- As before, with the texts of lines.
CREATE OR REPLACE FUNCTION "billing"."fill_invoice_search"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  stretch record;
  looked_at uuid[];
BEGIN
  SELECT * INTO stretch FROM "billing"."search_backlog" ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  looked_at := array(
    SELECT id FROM "billing"."invoices"
    WHERE id BETWEEN stretch.first_id AND stretch.last_id
      AND (stretch.job_id IS NULL OR import_job_id = stretch.job_id)
    ORDER BY id LIMIT most);
  INSERT INTO "billing"."invoice_search" (invoice_id, text)
    SELECT invoice_id, text FROM "billing".find_search_texts(looked_at)
    ON CONFLICT (invoice_id) DO NOTHING;
  IF cardinality(looked_at) = most THEN
    UPDATE "billing"."search_backlog" SET first_id = looked_at[most] WHERE position = stretch.position;
  ELSE
    DELETE FROM "billing"."search_backlog" WHERE position = stretch.position;
  END IF;
  RETURN cardinality(looked_at);
END;
$$;
--> statement-breakpoint
-- As before, with the texts of lines.
CREATE OR REPLACE FUNCTION "billing"."find_by_text"(pattern text, most integer, most_waiting integer) RETURNS uuid[]
  LANGUAGE plpgsql STABLE
  -- It is here to use indexes, whatever is supposed of a text that nobody has seen yet.
  SET enable_seqscan = off SET jit = off AS $$
DECLARE
  newest constant integer := 500;
  many constant integer := 10;
  found_ids uuid[];
BEGIN
  IF many <= (
    SELECT count(*) FROM (SELECT * FROM "billing"."invoices" ORDER BY id DESC LIMIT newest) AS invoice
    WHERE (number ILIKE pattern OR customer_name ILIKE pattern OR external_reference ILIKE pattern OR note ILIKE pattern
      OR EXISTS (
        -- With an offset nothing is possible but looking the lines of one invoice up.
        SELECT FROM "billing"."invoice_lines" AS line
        WHERE line.invoice_id = invoice.id AND (line.sku ILIKE pattern OR line.description ILIKE pattern) OFFSET 0))
  ) THEN
    RETURN NULL;
  END IF;
  IF EXISTS (
    SELECT FROM "billing"."search_backlog" AS stretch
    JOIN "billing"."invoices" AS invoice ON invoice.id BETWEEN stretch.first_id AND stretch.last_id
    OFFSET most_waiting
  ) THEN
    RETURN NULL;
  END IF;
  found_ids := array(
    (SELECT invoice_id FROM "billing"."invoice_search" WHERE text LIKE lower(pattern) LIMIT most + 1)
    UNION
    (SELECT invoice.id FROM "billing"."search_backlog" AS stretch
      JOIN "billing"."invoices" AS invoice ON invoice.id BETWEEN stretch.first_id AND stretch.last_id
      WHERE (number ILIKE pattern OR customer_name ILIKE pattern OR external_reference ILIKE pattern OR note ILIKE pattern
        OR EXISTS (
          -- With an offset nothing is possible but looking the lines of one invoice up.
          SELECT FROM "billing"."invoice_lines" AS line
          WHERE line.invoice_id = invoice.id AND (line.sku ILIKE pattern OR line.description ILIKE pattern) OFFSET 0))
      LIMIT most + 1));
  RETURN CASE WHEN cardinality(found_ids) <= most THEN found_ids END;
END;
$$;
--> statement-breakpoint
-- The texts that are there lack those of lines: all are written anew, as when the index was new.
TRUNCATE "billing"."invoice_search", "billing"."search_backlog";
--> statement-breakpoint
INSERT INTO "billing"."search_backlog" (first_id, last_id)
  SELECT first.id, last.id
  FROM (SELECT id FROM "billing"."invoices" ORDER BY id LIMIT 1) AS first,
    (SELECT id FROM "billing"."invoices" ORDER BY id DESC LIMIT 1) AS last;
