-- Finds at most so many invoices of which a word begins with a text of one or two letters. The index has such beginnings.
-- Null if there are more, or if very many invoices wait for the index.
CREATE FUNCTION "billing"."find_by_words"(patterns text[], most integer, most_waiting integer) RETURNS uuid[]
  LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
DECLARE
  newest constant integer := 500;
  many constant integer := 10;
  found_ids uuid[];
BEGIN
  IF many <= (
    SELECT count(*) FROM (SELECT * FROM "billing"."invoices" ORDER BY id DESC LIMIT newest) AS invoice
    WHERE number ILIKE ANY (patterns) OR customer_name ILIKE ANY (patterns) OR external_reference ILIKE ANY (patterns)
      OR note ILIKE ANY (patterns)
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
    (SELECT invoice_id FROM "billing"."invoice_search"
      -- One by one, as the index takes no arrays.
      WHERE text LIKE lower(patterns[1]) OR text LIKE lower(patterns[2]) OR text LIKE lower(patterns[3])
      LIMIT most + 1)
    UNION
    (SELECT invoice.id FROM "billing"."search_backlog" AS stretch
      JOIN "billing"."invoices" AS invoice ON invoice.id BETWEEN stretch.first_id AND stretch.last_id
      WHERE number ILIKE ANY (patterns) OR customer_name ILIKE ANY (patterns) OR external_reference ILIKE ANY (patterns)
        OR note ILIKE ANY (patterns)
      LIMIT most + 1));
  RETURN CASE WHEN cardinality(found_ids) <= most THEN found_ids END;
END;
$$;
