-- Who reads or writes the log need not own it: what changes its tables, beyond the members of a group, is done by these
-- functions with the owner's rights. rights.sql says who may call which.
ALTER FUNCTION "event_log"."append"(integer, integer[], integer[], integer[], bytea)
	SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
--> statement-breakpoint
ALTER FUNCTION "event_log"."heartbeat"(integer, text, uuid, integer)
	SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
--> statement-breakpoint
-- A topic without its partitions is never seen.
CREATE FUNCTION "event_log"."ensure_topic"(the_name text, partition_count integer)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	WITH created AS (
		INSERT INTO event_log.topic (name, partitions) VALUES (the_name, partition_count)
		ON CONFLICT (name) DO NOTHING
		RETURNING id, partitions)
	INSERT INTO event_log.partition (topic_id, partition)
	SELECT id, generate_series(0, partitions - 1) FROM created;
$$;
--> statement-breakpoint
-- How long records are kept at least, as the owner says; no row, or 0, keeps all.
CREATE TABLE "event_log"."retention" (
	"is_only_row" boolean PRIMARY KEY DEFAULT true CHECK ("is_only_row"),
	"kept_ms" bigint NOT NULL CHECK ("kept_ms" >= 0)
);
--> statement-breakpoint
-- Deletes what was appended longer ago than records are kept: whole batches from the start of each partition, some at a
-- time, never a partition's newest, as by it an empty log is known from one whose records are gone. Gives how many.
CREATE FUNCTION "event_log"."delete_overdue"(most_batches integer)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	WITH deleted AS (
		DELETE FROM event_log.batch b USING event_log.partition p CROSS JOIN LATERAL (
			SELECT oldest.last_offset, bool_and(oldest.appended_at < now() - r.kept_ms * interval '1 millisecond')
				OVER (ORDER BY oldest.last_offset) AS is_overdue
			FROM event_log.retention r CROSS JOIN (
				SELECT i.last_offset, i.appended_at FROM event_log.batch i
				WHERE i.topic_id = p.topic_id AND i.partition = p.partition
				ORDER BY i.last_offset LIMIT most_batches) AS oldest
			WHERE r.kept_ms > 0) AS step
		WHERE b.topic_id = p.topic_id AND b.partition = p.partition AND b.last_offset = step.last_offset
			AND step.is_overdue AND b.last_offset < p.next_offset - 1
		RETURNING 1)
	SELECT count(*) FROM deleted;
$$;
--> statement-breakpoint
-- PostgreSQL lets everybody call a new function.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA "event_log" FROM PUBLIC;
