CREATE TABLE "batch"."work_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "batch"."work_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "work_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "work_outbox_headers_object" CHECK (jsonb_typeof("batch"."work_outbox"."headers") = 'object')
);
--> statement-breakpoint
-- Announces the end of an execution for the notices of people (schema/work-events/import-ended.schema.json), whichever
-- process ends it. What is removed by an undo is told by whoever undid it.
CREATE FUNCTION "batch"."announce_end"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event_id constant uuid := gen_random_uuid();
  ended_at constant text := to_char(NEW.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  job "batch"."job_instances";
  loaded bigint;
BEGIN
  SELECT * INTO STRICT job FROM "batch"."job_instances" WHERE id = NEW.instance_id;
  SELECT coalesce(sum(s.loaded_rows), 0) INTO loaded
  FROM "batch"."step_executions" s JOIN "batch"."job_executions" e ON e.id = s.execution_id
  WHERE e.instance_id = NEW.instance_id;
  PERFORM pg_advisory_xact_lock(hashtextextended('batch.work_outbox:' || job.id, 0));
  INSERT INTO "batch"."work_outbox" (event_id, key, value, headers, occurred_at)
  VALUES (
    event_id,
    job.id,
    convert_to(json_build_object(
      'jobId', job.id,
      'jobNumber', job.number,
      'fileName', coalesce(nullif(left(job.file_name, 255), ''), '?'),
      'status', NEW.status,
      'loadedRows', loaded,
      'rejectedRows', job.rejected_rows,
      'endedAt', ended_at)::text, 'UTF8'),
    jsonb_build_object(
      'ce_specversion', '1.0', 'ce_id', event_id, 'ce_source', '/batch', 'ce_type', 'facturation.import.ended.v1',
      'ce_time', ended_at, 'ce_subject', left(job.file_name, 255), 'content-type', 'application/json'),
    NEW.ended_at);
  PERFORM pg_notify('batch_work_outbox', '');
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "job_executions_announce_end" AFTER UPDATE OF "status" ON "batch"."job_executions"
  FOR EACH ROW WHEN (NEW.status IN ('COMPLETED', 'FAILED', 'STOPPED') AND OLD.status IN ('STARTED', 'STOPPING'))
  EXECUTE FUNCTION "batch"."announce_end"();
