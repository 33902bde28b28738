-- Whoever keeps the trail reads it and adds to it. It owns nothing of it, and removes what the owner's rule says, and nothing else.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_trail_writer') THEN
    GRANT USAGE ON SCHEMA "audit_trail" TO "audit_trail_writer";
    GRANT SELECT ON ALL TABLES IN SCHEMA "audit_trail" TO "audit_trail_writer";
    GRANT INSERT ON "audit_trail"."entries" TO "audit_trail_writer";
    GRANT EXECUTE ON FUNCTION "audit_trail"."apply_retention"(integer), "audit_trail"."last_number"(bigint)
      TO "audit_trail_writer";
  END IF;
END;
$$;
