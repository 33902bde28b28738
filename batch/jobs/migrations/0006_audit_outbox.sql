CREATE TABLE "batch"."audit_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "batch"."audit_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "audit_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "audit_outbox_headers_object" CHECK (jsonb_typeof("batch"."audit_outbox"."headers") = 'object')
);
--> statement-breakpoint
-- Tells the audit (platform/audit/audit-entry.ts) that a job has begun, ended or was taken back, whichever process does it.
CREATE FUNCTION "batch"."audit_job"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry_id constant uuid := uuidv7();
  happened_at constant timestamptz := clock_timestamp();
  instant constant text := to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
BEGIN
  INSERT INTO "batch"."audit_outbox" (event_id, key, value, headers, occurred_at)
  VALUES (
    entry_id,
    entry_id,
    convert_to(json_build_object(
      'id', entry_id,
      'at', instant,
      'actor', json_build_object('id', 'batch', 'kind', 'SERVICE'),
      'clientId', null,
      'address', null,
      'requestId', null,
      'source', 'batch',
      'action', 'IMPORT_' || NEW.status,
      'level', 'NOTICE',
      'object', json_build_object('type', 'ImportJob', 'id', NEW.instance_id),
      'outcome', 'DONE',
      'code', null,
      'count', 1)::text, 'UTF8'),
    jsonb_build_object(
      'ce_specversion', '1.0', 'ce_id', entry_id, 'ce_source', '/batch', 'ce_type', 'audit.entry.v1',
      'ce_time', instant, 'content-type', 'application/json'),
    happened_at);
  PERFORM pg_notify('batch_audit_outbox', '');
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "job_executions_audit_begin" AFTER INSERT ON "batch"."job_executions"
  FOR EACH ROW EXECUTE FUNCTION "batch"."audit_job"();
--> statement-breakpoint
CREATE TRIGGER "job_executions_audit_end" AFTER UPDATE OF "status" ON "batch"."job_executions"
  FOR EACH ROW WHEN (NEW.status IN ('COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED', 'UNDONE') AND NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION "batch"."audit_job"();
