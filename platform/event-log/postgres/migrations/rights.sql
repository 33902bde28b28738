-- Readers see all and take part in groups; writers append. Neither owns a table, changes a record or deletes one that is
-- not overdue.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'event_log_reader') THEN
    GRANT USAGE ON SCHEMA "event_log" TO "event_log_reader";
    GRANT SELECT ON ALL TABLES IN SCHEMA "event_log" TO "event_log_reader";
    GRANT INSERT, DELETE ON "event_log"."partition_owner" TO "event_log_reader";
    GRANT DELETE ON "event_log"."group_member" TO "event_log_reader";
    GRANT EXECUTE ON FUNCTION "event_log"."heartbeat"(integer, text, uuid, integer),
      "event_log"."ensure_topic"(text, integer), "event_log"."delete_overdue"(integer) TO "event_log_reader";
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'event_log_writer') THEN
    GRANT USAGE ON SCHEMA "event_log" TO "event_log_writer";
    GRANT SELECT ON "event_log"."topic", "event_log"."partition", "event_log"."migrations" TO "event_log_writer";
    GRANT EXECUTE ON FUNCTION "event_log"."append"(integer, integer[], integer[], integer[], bytea),
      "event_log"."ensure_topic"(text, integer), "event_log"."delete_overdue"(integer) TO "event_log_writer";
  END IF;
END;
$$;
