-- The index of classes gets the time of change. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- Steps that add totals up wait until all is done: one that had begun in its old form would write no ranks.
SELECT pg_advisory_xact_lock(hashtext('billing.advance_product_totals')), pg_advisory_xact_lock(hashtext('billing.compact_totals'));
--> statement-breakpoint
-- It takes its place among the names at the end, so that lists are read meanwhile.
CREATE INDEX "invoices_by_class_and_change" ON "billing"."invoices" USING btree ("list_class","id","issue_date","due_date","currency","first_paid_on","last_paid_on","updated_at");
--> statement-breakpoint
-- The texts among the statistics are a sample in which the rare parts of a search are found; those of lines are longer. The migration
-- that put the texts of lines apart left the table without any statistics.
ALTER TABLE "billing"."invoice_search" ALTER COLUMN "text" SET STATISTICS 1000, ALTER COLUMN "lines" SET STATISTICS 400;
--> statement-breakpoint
ANALYZE "billing"."invoice_search";
--> statement-breakpoint
-- Of patterns that a text has all of, those by which the index finds few candidates with little work: it reads each of its lists
-- that a pattern names, and one of a frequent part has hundreds of thousands of entries. The shares of texts are those of the sample
-- that ANALYZE took of the column. Null if there is no sample, or nothing to choose.
CREATE FUNCTION "billing"."choose_rare_parts"(search_column name, parts text[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  -- Candidates of this share of the texts are read soon: 3,000 of 1,000,000.
  few constant float8 := 0.003;
  common text[];
  shares float8[];
  -- Texts at equal distances from each other, each for as many that are not among the common ones.
  others text[];
  of_other float8;
  part record;
  chosen text[] := '{}';
  share float8 := 1;
BEGIN
  IF cardinality(parts) < 2 THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(most_common_vals::text::text[], '{}'), coalesce(most_common_freqs::float8[], '{}'),
      coalesce(histogram_bounds::text::text[], '{}') INTO common, shares, others
    FROM pg_stats WHERE schemaname = 'billing' AND tablename = 'invoice_search' AND attname = search_column;
  IF cardinality(others) IS NULL OR cardinality(others) = 0 THEN
    RETURN NULL;
  END IF;
  of_other := greatest(0, 1 - coalesce((SELECT sum(one) FROM unnest(shares) AS one), 0)) / cardinality(others);
  FOR part IN
    SELECT pattern,
      (SELECT count(*) FROM unnest(others) AS other WHERE other LIKE pattern) * of_other
        + (SELECT coalesce(sum(of_one), 0) FROM unnest(common, shares) AS one (value, of_one) WHERE value LIKE pattern) AS share
    FROM unnest(parts) AS pattern ORDER BY 2, length(pattern) DESC
  LOOP
    EXIT WHEN share <= few;
    chosen := chosen || part.pattern;
    others := array(SELECT other FROM unnest(others) AS other WHERE other LIKE part.pattern);
    SELECT coalesce(array_agg(value), '{}'), coalesce(array_agg(of_one), '{}') INTO common, shares
      FROM unnest(common, shares) AS one (value, of_one) WHERE value LIKE part.pattern;
    share := cardinality(others) * of_other + coalesce((SELECT sum(one) FROM unnest(shares) AS one), 0);
  END LOOP;
  RETURN chosen;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."choose_rare_parts"(name, text[]) FROM PUBLIC;
--> statement-breakpoint
-- Finds at most so many rows whose column has a pattern.
CREATE FUNCTION "billing"."find_in_search"(search_column name, pattern text, parts text[], most integer)
  RETURNS SETOF uuid LANGUAGE plpgsql STABLE
  -- It is here to use indexes, whatever is supposed of a text that nobody has seen yet.
  SET enable_seqscan = off SET jit = off AS $$
DECLARE
  chosen text[] := "billing".choose_rare_parts(search_column, parts);
BEGIN
  -- No index has the column with a blank text after it, so that only the chosen parts are looked up.
  RETURN QUERY EXECUTE CASE
    WHEN chosen IS NULL THEN format('SELECT invoice_id FROM "billing"."invoice_search" WHERE %I LIKE %L LIMIT %s',
      search_column, pattern, most)
    ELSE format('SELECT invoice_id FROM "billing"."invoice_search" WHERE %s AND %I || '''' LIKE %L LIMIT %s',
      (SELECT string_agg(format('%I LIKE %L', search_column, one), ' AND ') FROM unnest(chosen) AS one),
      search_column, pattern, most)
  END;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."find_in_search"(name, text, text[], integer) FROM PUBLIC;
--> statement-breakpoint
DROP FUNCTION "billing"."find_by_text"(text, integer, integer);
--> statement-breakpoint
-- As before, by the rarest of the parts of a pattern, each a pattern that whatever has the whole one has too.
CREATE FUNCTION "billing"."find_by_text"(pattern text, most integer, most_waiting integer, parts text[] DEFAULT '{}')
  RETURNS uuid[] LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
DECLARE
  newest constant integer := 500;
  many constant integer := 10;
  lowered constant text := lower(pattern);
  lowered_parts constant text[] := array(SELECT lower(part) FROM unnest(parts) AS part);
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
          AND (stored.text LIKE lowered OR stored.lines LIKE lowered) OFFSET 0));
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
    SELECT * FROM "billing".find_in_search('text', lowered, lowered_parts, most + 1)
    UNION
    SELECT * FROM "billing".find_in_search('lines', lowered, lowered_parts, most + 1)
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
