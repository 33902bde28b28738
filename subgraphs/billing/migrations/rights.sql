-- What the batch worker may do here: bring invoices and payments in, and take them back, through these functions, and nothing else.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'batch') THEN
    GRANT USAGE ON SCHEMA "billing" TO "batch";
    GRANT EXECUTE ON FUNCTION "billing"."open_import"(), "billing"."merge_import"(uuid),
      "billing"."undo_import"(uuid, uuid, integer) TO "batch";
    -- Migrations up to an earlier release have no payments.
    IF to_regprocedure('"billing"."import_payments"(uuid, jsonb)') IS NOT NULL THEN
      GRANT EXECUTE ON FUNCTION "billing"."open_payments"(), "billing"."import_payments"(uuid, jsonb),
        "billing"."undo_payments"(uuid, date, uuid, integer) TO "batch";
    END IF;
  END IF;
END;
$$;
