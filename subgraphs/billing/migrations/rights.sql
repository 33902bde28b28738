-- What the batch worker may do here: bring invoices in, and take them back, through these functions, and nothing else.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'batch') THEN
    GRANT USAGE ON SCHEMA "billing" TO "batch";
    GRANT EXECUTE ON FUNCTION "billing"."open_import"(), "billing"."merge_import"(uuid),
      "billing"."undo_import"(uuid, uuid, integer) TO "batch";
  END IF;
END;
$$;
