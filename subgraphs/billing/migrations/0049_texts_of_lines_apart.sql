-- The texts of lines get a column of their own. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
LOCK TABLE "billing"."invoices", "billing"."invoice_search" IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
-- Written anew, as an update would leave an old version of each row. A row holds the texts of its invoice and, after a line break,
-- those of the lines; should one begin otherwise, it is found as before.
ALTER TABLE "billing"."invoice_search" RENAME TO "invoice_search_before";
--> statement-breakpoint
CREATE TABLE "billing"."invoice_search" (
	"invoice_id" uuid NOT NULL,
	"text" text NOT NULL,
	"lines" text
);
--> statement-breakpoint
INSERT INTO "billing"."invoice_search" (invoice_id, text, lines)
  SELECT stored.invoice_id,
    CASE WHEN starts_with(stored.text, own.texts) THEN own.texts ELSE stored.text END,
    CASE WHEN starts_with(stored.text, own.texts) THEN nullif(substr(stored.text, length(own.texts) + 2), '') END
  FROM "billing"."invoice_search_before" AS stored
  JOIN "billing"."invoices" AS invoice ON invoice.id = stored.invoice_id
  CROSS JOIN LATERAL (
    SELECT "billing".to_search_lines(invoice.number, invoice.customer_name, invoice.external_reference, invoice.note) AS texts
    OFFSET 0
  ) AS own
  ORDER BY stored.invoice_id;
--> statement-breakpoint
DROP TABLE "billing"."invoice_search_before";
--> statement-breakpoint
ALTER TABLE "billing"."invoice_search" ADD CONSTRAINT "invoice_search_pkey" PRIMARY KEY ("invoice_id");
--> statement-breakpoint
-- In whatever schema somebody put the extension.
DO $do$
BEGIN
  EXECUTE format('CREATE INDEX "invoice_search_by_trigram" ON "billing"."invoice_search"
    USING gin ("text" %1$s.gin_trgm_ops, "lines" %1$s.gin_trgm_ops) WITH (gin_pending_list_limit=512)', (
      SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS schema ON schema.oid = extnamespace
      WHERE extname = 'pg_trgm'));
END;
$do$;
--> statement-breakpoint
-- The texts by which these invoices are searched: those of to_search_lines, and of their lines, each once.
DROP FUNCTION "billing"."find_search_texts"(uuid[]);
--> statement-breakpoint
CREATE FUNCTION "billing"."find_search_texts"(ids uuid[]) RETURNS TABLE (invoice_id uuid, text text, lines text)
  LANGUAGE sql STABLE SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT invoice.id,
    "billing".to_search_lines(invoice.number, invoice.customer_name, invoice.external_reference, invoice.note),
    (SELECT string_agg(DISTINCT concat_ws(E'\n', lower(line.sku), lower(line.description)), E'\n')
      FROM "billing"."invoice_lines" AS line WHERE line.invoice_id = invoice.id)
  FROM "billing"."invoices" AS invoice WHERE invoice.id = ANY (ids) ORDER BY invoice.id
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "billing"."write_invoice_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."invoice_search" AS stored (invoice_id, text, lines)
    SELECT * FROM "billing".find_search_texts(array[NEW.id])
    ON CONFLICT (invoice_id) DO UPDATE SET text = excluded.text, lines = excluded.lines
      WHERE (stored.text, stored.lines) IS DISTINCT FROM (excluded.text, excluded.lines);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- As before, with both columns.
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
  INSERT INTO "billing"."invoice_search" (invoice_id, text, lines)
    SELECT invoice_id, text, lines FROM "billing".find_search_texts(looked_at)
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
-- As before, with both columns. If no invoice waits for its texts, those of the newest ones are read instead of the ledger.
CREATE OR REPLACE FUNCTION "billing"."find_by_text"(pattern text, most integer, most_waiting integer) RETURNS uuid[]
  LANGUAGE plpgsql STABLE
  -- It is here to use indexes, whatever is supposed of a text that nobody has seen yet.
  SET enable_seqscan = off SET jit = off AS $$
DECLARE
  newest constant integer := 500;
  many constant integer := 10;
  having_it bigint;
  found_ids uuid[];
BEGIN
  IF EXISTS (SELECT FROM "billing"."search_backlog") THEN
    having_it := (
      SELECT count(*) FROM (SELECT * FROM "billing"."invoices" ORDER BY id DESC LIMIT newest) AS invoice
      WHERE number ILIKE pattern OR customer_name ILIKE pattern OR external_reference ILIKE pattern OR note ILIKE pattern
        OR EXISTS (
          -- With an offset nothing is possible but looking the lines of one invoice up.
          SELECT FROM "billing"."invoice_lines" AS line
          WHERE line.invoice_id = invoice.id AND (line.sku ILIKE pattern OR line.description ILIKE pattern) OFFSET 0));
  ELSE
    having_it := (
      SELECT count(*) FROM (SELECT id FROM "billing"."invoices" ORDER BY id DESC LIMIT newest) AS invoice
      WHERE EXISTS (
        SELECT FROM "billing"."invoice_search" AS stored WHERE stored.invoice_id = invoice.id
          AND (stored.text LIKE lower(pattern) OR stored.lines LIKE lower(pattern)) OFFSET 0));
  END IF;
  IF having_it >= many THEN
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
    (SELECT invoice_id FROM "billing"."invoice_search"
      WHERE text LIKE lower(pattern) OR lines LIKE lower(pattern) LIMIT most + 1)
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
