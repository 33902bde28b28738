-- The advisory lock that says that a process runs an instance.
CREATE FUNCTION "batch"."job_lock"("instance_id" uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended('batch-job:' || "instance_id", 0);
--> statement-breakpoint
-- Whether a process holds that lock. PostgreSQL shows locks to everybody, one of 64 bits in two halves.
CREATE FUNCTION "batch"."is_running"("instance_id" uuid) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
	SELECT FROM pg_catalog.pg_locks
	WHERE locktype = 'advisory' AND granted AND objsubid = 1
		AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
		AND classid = ("batch"."job_lock"("instance_id") >> 32 & 4294967295)::oid
		AND objid = ("batch"."job_lock"("instance_id") & 4294967295)::oid
);
--> statement-breakpoint
-- Each instance with its latest execution, and what all its executions have committed.
CREATE VIEW "batch"."job_overviews" AS
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
	total.*
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
