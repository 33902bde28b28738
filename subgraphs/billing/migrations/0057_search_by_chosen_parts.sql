-- Whoever searches chooses the parts by which the index is asked: reading the sample of texts took half as long as asking it.
DROP FUNCTION "billing"."find_by_text"(text, integer, integer, text[]);
--> statement-breakpoint
DROP FUNCTION "billing"."find_in_search"(name, text, text[], integer);
--> statement-breakpoint
DROP FUNCTION "billing"."choose_rare_parts"(name, text[]);
--> statement-breakpoint
-- Finds at most so many rows whose column has a pattern, by some patterns that such a column has too; by the pattern itself without any.
CREATE FUNCTION "billing"."find_in_search"(search_column name, pattern text, parts text[], most integer)
  RETURNS SETOF uuid LANGUAGE plpgsql STABLE
  -- It is here to use indexes, whatever is supposed of a text that nobody has seen yet.
  SET enable_seqscan = off SET jit = off AS $$
BEGIN
  -- No index has the column with a blank text after it, so that only the parts are looked up.
  RETURN QUERY EXECUTE CASE
    WHEN cardinality(parts) = 0 THEN format('SELECT invoice_id FROM "billing"."invoice_search" WHERE %I LIKE %L LIMIT %s',
      search_column, pattern, most)
    ELSE format('SELECT invoice_id FROM "billing"."invoice_search" WHERE %s AND %I || '''' LIKE %L LIMIT %s',
      (SELECT string_agg(format('%I LIKE %L', search_column, lower(part)), ' AND ') FROM unnest(parts) AS part),
      search_column, pattern, most)
  END;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."find_in_search"(name, text, text[], integer) FROM PUBLIC;
--> statement-breakpoint
-- As before, by parts of the pattern that were chosen for each column. Processes of the version before name one list of parts.
CREATE FUNCTION "billing"."find_by_text"(pattern text, most integer, most_waiting integer, parts_of_text text[] DEFAULT '{}',
    parts_of_lines text[] DEFAULT '{}') RETURNS uuid[]
  LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
DECLARE
  newest constant integer := 500;
  many constant integer := 10;
  lowered constant text := lower(pattern);
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
    -- Every invoice has its texts, so that these are the newest invoices.
    having_it := (
      SELECT count(*) FROM (
        SELECT FROM (
          SELECT text, lines FROM "billing"."invoice_search" ORDER BY invoice_id DESC LIMIT newest) AS stored
        WHERE text LIKE lowered OR lines LIKE lowered LIMIT many) AS first);
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
    SELECT * FROM "billing".find_in_search('text', lowered, parts_of_text, most + 1)
    UNION
    SELECT * FROM "billing".find_in_search('lines', lowered, parts_of_lines, most + 1)
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
