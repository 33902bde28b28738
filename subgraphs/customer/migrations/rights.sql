-- What the batch worker may do here: ask which customers it has before it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'batch') THEN
    GRANT USAGE ON SCHEMA "customer" TO "batch";
    GRANT EXECUTE ON FUNCTION "customer"."match_customers"(uuid[], text[]) TO "batch";
  END IF;
END;
$$;
