-- Lists learn where an order meets the invoices of some days. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
SELECT pg_advisory_xact_lock(hashtext('billing.compact_totals'));
--> statement-breakpoint
LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "billing"."span_counts" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."span_counts_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"is_delta" boolean DEFAULT true NOT NULL,
	"class" smallint NOT NULL,
	"number_span" integer,
	"created_span" integer,
	"issued_span" integer,
	"due_span" integer,
	"first_paid_span" integer,
	"last_paid_span" integer,
	"updated_span" integer NOT NULL,
	"invoices" bigint NOT NULL
);
--> statement-breakpoint
-- The spans of invoices are written in one place: the triggers and the count of all read them from rows of the ledger.
DO $do$
DECLARE
  keys constant text := 'class, number_span, created_span, issued_span, due_span, first_paid_span, last_paid_span, updated_span';
  spans constant text := $$list_class, ((series::bigint * 1000000000 + sequence) >> 14)::integer,
      CASE WHEN uuid_extract_version(id) = 7 THEN floor(date_part('epoch', uuid_extract_timestamp(id)) / 2764800)::integer END,
      (issue_date - date '1970-01-01') >> 5, (due_date - date '1970-01-01') >> 5, (first_paid_on - date '1970-01-01') >> 5,
      (last_paid_on - date '1970-01-01') >> 5, floor(date_part('epoch', updated_at) / 2764800)::integer$$;
  one record;
BEGIN
  -- An import adds a few rows for each of its transactions, and a change that moves no invoice to another span adds none.
  FOR one IN
    SELECT * FROM (VALUES
      ('insert', 'SELECT 1 AS sign, * FROM added'),
      ('update', 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1 AS sign, * FROM removed'),
      ('delete', 'SELECT -1 AS sign, * FROM removed')) AS event (name, changed)
  LOOP
    EXECUTE format($$
      CREATE FUNCTION "billing".%I() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        INSERT INTO "billing"."span_counts" (%s, invoices)
        SELECT %s, sum(sign) FROM (%s) AS changed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(sign) <> 0;
        RETURN NULL;
      END;
      $body$
    $$, 'span_counts_' || one.name, keys, spans, one.changed);
  END LOOP;
  EXECUTE format($$
    CREATE FUNCTION "billing".recount_span_counts() RETURNS void LANGUAGE plpgsql AS $body$
    BEGIN
      LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
      TRUNCATE "billing"."span_counts";
      INSERT INTO "billing"."span_counts" (is_delta, %1$s, invoices)
      SELECT false, %2$s, count(*) FROM "billing"."invoices" GROUP BY 2, 3, 4, 5, 6, 7, 8, 9;
    END;
    $body$
  $$, keys, spans);
  -- An array equals another one also if both lack the same elements.
  EXECUTE format($$
    CREATE FUNCTION "billing".compact_span_counts(most integer) RETURNS integer LANGUAGE plpgsql AS $body$
    DECLARE
      positions bigint[];
    BEGIN
      positions := array(SELECT position FROM "billing"."span_counts" WHERE is_delta ORDER BY position LIMIT most);
      IF cardinality(positions) = 0 THEN
        RETURN 0;
      END IF;
      WITH taken AS (
        DELETE FROM "billing"."span_counts" WHERE position = ANY (positions) RETURNING *
      ), added_up AS (
        DELETE FROM "billing"."span_counts" AS stored
        USING (SELECT DISTINCT array[%1$s] AS key FROM taken) AS changed
        WHERE NOT is_delta AND array[%1$s] = changed.key
        RETURNING stored.*
      )
      INSERT INTO "billing"."span_counts" (is_delta, %1$s, invoices)
      SELECT false, %1$s, sum(invoices) FROM (SELECT * FROM taken UNION ALL SELECT * FROM added_up) AS one
      GROUP BY %1$s HAVING sum(invoices) <> 0;
      RETURN cardinality(positions);
    END;
    $body$
  $$, keys);
END;
$do$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."recount_span_counts"(), "billing"."compact_span_counts"(integer) FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER "span_counts_insert" AFTER INSERT ON "billing"."invoices"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."span_counts_insert"();
--> statement-breakpoint
CREATE TRIGGER "span_counts_update" AFTER UPDATE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."span_counts_update"();
--> statement-breakpoint
CREATE TRIGGER "span_counts_delete" AFTER DELETE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "billing"."span_counts_delete"();
--> statement-breakpoint
-- Whoever counts totals anew or adds them up does so with the spans: only these parts of the functions change.
DO $do$
DECLARE
  definition text;
  part text[];
BEGIN
  FOREACH part SLICE 1 IN ARRAY array[
    array['recount_totals()', $$LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;$$,
      $$LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
  PERFORM "billing".recount_span_counts();$$],
    array['compact_totals(integer)', $$RETURN cardinality(days) + cardinality(customers);$$,
      $$RETURN cardinality(days) + cardinality(customers) + "billing".compact_span_counts(most);$$]
  ] LOOP
    definition := pg_get_functiondef(('"billing".' || part[1])::regprocedure);
    IF position(part[2] IN definition) = 0 THEN
      RAISE EXCEPTION '% is not as expected: it lacks %', part[1], part[2];
    END IF;
    EXECUTE replace(definition, part[2], part[3]);
  END LOOP;
END;
$do$;
--> statement-breakpoint
SELECT "billing".recount_span_counts();
--> statement-breakpoint
CREATE INDEX "span_counts_deltas" ON "billing"."span_counts" USING btree ("position") WHERE "billing"."span_counts"."is_delta";
--> statement-breakpoint
ANALYZE "billing"."span_counts";
--> statement-breakpoint
-- Lists of what is settled pass over issued invoices, of which hardly any are without a balance.
CREATE INDEX "invoices_issued_without_balance" ON "billing"."invoices" USING btree ("list_class","id") WHERE "billing"."invoices"."status" = 'ISSUED' and "billing"."invoices"."kind" = 'INVOICE' and "billing"."invoices"."total_minor" <= "billing"."invoices"."paid_minor" + "billing"."invoices"."credited_minor";
--> statement-breakpoint
-- A statement that changes many invoices compared each of them with all others, where none changed its status: 2,000 took a second. Rows
-- that are taken off each other are looked up in a hash instead.
DO $do$
DECLARE
  definition constant text := pg_get_functiondef('"billing"."product_totals_update"()'::regprocedure);
  before constant text := $$IF NOT EXISTS (SELECT FROM added JOIN removed USING (id) WHERE added.status <> removed.status AND added.line_count > 0) THEN$$;
  changed constant text := $$IF NOT EXISTS (SELECT id, status FROM added WHERE line_count > 0 EXCEPT SELECT id, status FROM removed) THEN$$;
BEGIN
  IF position(before IN definition) = 0 THEN
    RAISE EXCEPTION 'product_totals_update is not as expected';
  END IF;
  EXECUTE replace(definition, before, changed);
END;
$do$;
