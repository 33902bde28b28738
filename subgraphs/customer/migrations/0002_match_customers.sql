CREATE INDEX "customers_folded_name_idx" ON "customer"."customers" USING btree (lower("display_name"));--> statement-breakpoint
-- Finds customers by id and by name, archived ones too. By name only where exactly one customer has it, whatever its case,
-- the space around it and the Unicode form of its letters (names are kept in NFC). Answers with each id that exists and a null name, and for each name that is matched with its
-- customer's id and the name as it was asked.
CREATE FUNCTION "customer"."match_customers"(ids uuid[], names text[]) RETURNS TABLE (id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT known.id, NULL FROM "customer"."customers" AS known WHERE known.id = ANY (ids)
  UNION ALL
  SELECT found.ids[1], asked.name
  FROM (SELECT DISTINCT unnest(names) AS name) AS asked CROSS JOIN LATERAL (
    SELECT array_agg(two.id) AS ids FROM (
      SELECT known.id FROM "customer"."customers" AS known
      WHERE lower(known.display_name) = lower(normalize(btrim(asked.name, E' \t\r\n'))) LIMIT 2
    ) AS two
  ) AS found
  WHERE cardinality(found.ids) = 1
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "customer"."match_customers"(uuid[], text[]) FROM PUBLIC;
