CREATE TABLE "billing"."invoice_search" (
	"invoice_id" uuid PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "billing"."search_backlog" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."search_backlog_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job_id" uuid,
	"first_id" uuid NOT NULL,
	"last_id" uuid NOT NULL
);
--> statement-breakpoint
-- The extension is there from provisioning, as a role may not make it, in whatever schema somebody put it.
DO $$
DECLARE
  home text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS schema ON schema.oid = extnamespace
    WHERE extname = 'pg_trgm');
BEGIN
  IF home IS NULL THEN
    RAISE EXCEPTION 'the extension pg_trgm is missing: provision the database anew, or run CREATE EXTENSION pg_trgm in it';
  END IF;
  EXECUTE format('CREATE INDEX "invoice_search_by_trigram" ON "billing"."invoice_search"
    USING gin ("text" %s.gin_trgm_ops) WITH (gin_pending_list_limit=512)', home);
END;
$$;
--> statement-breakpoint
-- In lower case, as ILIKE compares them; one a line, so that no letter's lower form depends on the text before it.
CREATE FUNCTION "billing"."to_search_lines"(number text, customer_name text, external_reference text, note text)
  RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(E'\n', lower(number), lower(customer_name), lower(external_reference), lower(note))
$$;
--> statement-breakpoint
CREATE FUNCTION "billing"."write_invoice_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."invoice_search" (invoice_id, text) VALUES (NEW.id,
      "billing".to_search_lines(NEW.number, NEW.customer_name, NEW.external_reference, NEW.note))
    ON CONFLICT (invoice_id) DO UPDATE SET text = excluded.text;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Imported invoices do not pay for it: their texts never change, and search_backlog says that they are to be written.
CREATE TRIGGER "invoice_search_insert" AFTER INSERT ON "billing"."invoices"
  FOR EACH ROW WHEN (NEW.origin = 'OWN') EXECUTE FUNCTION "billing"."write_invoice_search"();
--> statement-breakpoint
CREATE TRIGGER "invoice_search_update"
  AFTER UPDATE OF "number", "customer_name", "external_reference", "note" ON "billing"."invoices"
  FOR EACH ROW EXECUTE FUNCTION "billing"."write_invoice_search"();
--> statement-breakpoint
-- Whoever fills the texts up may be about to write one of an invoice that is deleted here: the lock on its stretch lets
-- one wait for the other.
CREATE FUNCTION "billing"."delete_invoice_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "billing"."search_backlog"
    WHERE job_id IS NULL OR job_id IN (SELECT import_job_id FROM removed) ORDER BY position FOR UPDATE;
  DELETE FROM "billing"."invoice_search" WHERE invoice_id IN (SELECT id FROM removed);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_search_delete" AFTER DELETE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "billing"."delete_invoice_search"();
--> statement-breakpoint
-- One row for each transaction of an import.
CREATE FUNCTION "billing"."note_search_backlog"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing"."search_backlog" (job_id, first_id, last_id) VALUES (NEW.job_id, NEW.first_id, NEW.last_id);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "search_backlog_note" AFTER INSERT ON "billing"."import_chunks"
  FOR EACH ROW EXECUTE FUNCTION "billing"."note_search_backlog"();
--> statement-breakpoint
-- What is there already; the triggers made everybody wait who writes, so nothing comes in between.
INSERT INTO "billing"."search_backlog" (first_id, last_id)
  SELECT first.id, last.id
  FROM (SELECT id FROM "billing"."invoices" ORDER BY id LIMIT 1) AS first,
    (SELECT id FROM "billing"."invoices" ORDER BY id DESC LIMIT 1) AS last;
--> statement-breakpoint
-- Writes the texts of the next invoices that have none yet, at most so many (two or more), and says how many it looked
-- at; null when nothing is left to do. Safe to call by several at once.
CREATE FUNCTION "billing"."fill_invoice_search"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    SELECT id, "billing".to_search_lines(number, customer_name, external_reference, note)
    FROM "billing"."invoices" WHERE id = ANY (looked_at) ORDER BY id
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
-- The invoices whose texts may match a pattern of ILIKE, which has three letters or digits side by side; none that does
-- match is missing. Null when reading the ledger is better: more than `most` match, or many of the newest do, or more
-- than `most_waiting` have no texts yet. All its statements see the same state, that of the statement that calls it.
CREATE FUNCTION "billing"."find_by_text"(pattern text, most integer, most_waiting integer) RETURNS uuid[]
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
    WHERE number ILIKE pattern OR customer_name ILIKE pattern OR external_reference ILIKE pattern OR note ILIKE pattern
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
      WHERE number ILIKE pattern OR customer_name ILIKE pattern OR external_reference ILIKE pattern
        OR note ILIKE pattern
      LIMIT most + 1));
  RETURN CASE WHEN cardinality(found_ids) <= most THEN found_ids END;
END;
$$;
