ALTER TABLE "batch"."job_executions" DROP CONSTRAINT "job_executions_status_check";--> statement-breakpoint
ALTER TABLE "batch"."job_executions" ADD COLUMN "skip_percent" double precision;--> statement-breakpoint
ALTER TABLE "batch"."job_executions" ADD COLUMN "reason_percent" double precision;--> statement-breakpoint
ALTER TABLE "batch"."job_instances" ADD COLUMN "rejected_by_code" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "batch"."job_executions" ADD CONSTRAINT "job_executions_status_check" CHECK ("batch"."job_executions"."status" in ('STARTED', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED', 'ABANDONED', 'UNDOING', 'UNDONE'));--> statement-breakpoint
UPDATE "batch"."job_instances" i SET rejected_by_code = counted.by_code FROM (
	SELECT instance_id, jsonb_object_agg(code, count) AS by_code
	FROM (SELECT instance_id, code, count(*) AS count FROM "batch"."rejects" GROUP BY instance_id, code) each
	GROUP BY instance_id
) counted WHERE counted.instance_id = i.id;
--> statement-breakpoint
-- As before, with the new limits behind the columns that were there.
CREATE OR REPLACE VIEW "batch"."job_overviews" AS
SELECT
	i.id, i.number, i.name, i.file_sha256, i.target, i.mapping_name, i.mapping, i.parameters,
	i.file_path, i.file_name, i.file_bytes, i.created_at,
	e.attempt, e.status, e.skip_limit, e.options, e.worker, e.started_at, e.ended_at, e.exit_message,
	"batch"."is_running"(i.id) AS is_running,
	(SELECT max(s.chunk_at) FROM "batch"."step_executions" s WHERE s.execution_id = e.id) AS chunk_at,
	-- From 0 to 1; null while the end of a partition is not known.
	(
		SELECT CASE
			WHEN bool_and(c.is_done) THEN 1
			WHEN bool_or(c.to_byte IS NULL) THEN NULL
			ELSE sum(c.next_byte - c.from_byte) / nullif(sum(c.to_byte - c.from_byte), 0)
		END::float8
		FROM "batch"."checkpoints" c WHERE c.instance_id = i.id
	) AS progress,
	total.*,
	e.skip_percent, e.reason_percent
FROM "batch"."job_instances" i
CROSS JOIN LATERAL (
	SELECT * FROM "batch"."job_executions" WHERE instance_id = i.id ORDER BY attempt DESC LIMIT 1
) e
CROSS JOIN LATERAL (
	SELECT
		coalesce(sum(s.read_rows), 0)::bigint AS read_rows,
		coalesce(sum(s.loaded_invoices), 0)::bigint AS loaded_invoices,
		coalesce(sum(s.loaded_rows), 0)::bigint AS loaded_rows,
		coalesce(sum(s.already_there_rows), 0)::bigint AS already_there_rows,
		coalesce(sum(s.conflicting_rows), 0)::bigint AS conflicting_rows,
		coalesce(sum(s.rejected_rows), 0)::bigint AS rejected_rows
	FROM "batch"."step_executions" s
	JOIN "batch"."job_executions" x ON x.id = s.execution_id
	WHERE x.instance_id = i.id
) total;
