CREATE SCHEMA IF NOT EXISTS "audit_trail";
--> statement-breakpoint
-- Entries in the order of the log, numbered without gaps. Number, id, time, level and the hash of the content are covered by
-- the hash, which also covers the hash of the entry before. The content may be blanked once its time is over; its hash stays.
CREATE TABLE "audit_trail"."entries" (
	"number" bigint PRIMARY KEY CHECK ("number" > 0),
	"id" uuid NOT NULL UNIQUE,
	"at" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL CHECK ("level" IN ('INFO', 'NOTICE', 'WARNING')),
	"content_hash" bytea NOT NULL CHECK (octet_length("content_hash") = 32),
	"hash" bytea NOT NULL CHECK (octet_length("hash") = 32),
	-- Without it the hash of a blanked content could be compared with that of each content that is likely.
	"salt" bytea CHECK (octet_length("salt") = 16),
	"actor_id" text,
	"actor_kind" text CHECK ("actor_kind" IN ('PERSON', 'CLIENT', 'SERVICE', 'ANONYMOUS')),
	"client_id" text,
	"address" text,
	"request_id" text,
	"source" text,
	"action" text,
	"object_type" text,
	"object_id" text,
	"outcome" text CHECK ("outcome" IN ('DONE', 'REFUSED')),
	"code" text,
	"count" integer,
	"redacted_at" timestamp (3) with time zone,
	CONSTRAINT "entries_whole" CHECK (
		CASE WHEN "redacted_at" IS NULL
		THEN num_nulls("salt", "actor_kind", "source", "action", "outcome", "count") = 0 AND num_nulls("object_type", "object_id") <> 1
		ELSE num_nonnulls("salt", "actor_id", "actor_kind", "client_id", "address", "request_id", "source", "action", "object_type",
			"object_id", "outcome", "code", "count") = 0 END)
);
--> statement-breakpoint
CREATE INDEX "entries_by_time" ON "audit_trail"."entries" ("at", "id");
--> statement-breakpoint
CREATE INDEX "entries_by_actor" ON "audit_trail"."entries" ("actor_id", "at", "id");
--> statement-breakpoint
CREATE INDEX "entries_by_action" ON "audit_trail"."entries" ("action", "at", "id");
--> statement-breakpoint
CREATE INDEX "entries_by_object" ON "audit_trail"."entries" ("object_id", "at", "id");
--> statement-breakpoint
CREATE INDEX "entries_by_client" ON "audit_trail"."entries" ("client_id", "at", "id");
--> statement-breakpoint
CREATE INDEX "entries_by_level" ON "audit_trail"."entries" ("level", "at", "id");
--> statement-breakpoint
CREATE INDEX "entries_refused" ON "audit_trail"."entries" ("at", "id") WHERE "outcome" = 'REFUSED';
--> statement-breakpoint
CREATE INDEX "entries_with_content" ON "audit_trail"."entries" ("level", "at") WHERE "redacted_at" IS NULL;
--> statement-breakpoint
-- The last entry of each removal from the beginning of the chain, from which the chain still verifies, and the rule at that time.
CREATE TABLE "audit_trail"."anchors" (
	"number" bigint PRIMARY KEY,
	"hash" bytea NOT NULL CHECK (octet_length("hash") = 32),
	"removed" bigint NOT NULL CHECK ("removed" > 0),
	"removed_at" timestamp (3) with time zone NOT NULL,
	"rule" text NOT NULL
);
--> statement-breakpoint
-- The days for which entries of each level are kept, as the owner says. A level without a row is kept for ever.
CREATE TABLE "audit_trail"."retention_rule" (
	"level" text PRIMARY KEY CHECK ("level" IN ('INFO', 'NOTICE', 'WARNING')),
	"kept_days" integer NOT NULL CHECK ("kept_days" >= 30)
);
--> statement-breakpoint
-- Nobody changes what is written, not even the owner by mistake: only the function of the retention sets this.
CREATE FUNCTION "audit_trail"."refuse_change"()
RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF current_setting('audit_trail.retention', true) IS DISTINCT FROM 'on' OR TG_OP = 'TRUNCATE' THEN
		RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_trail"."entries"
	FOR EACH STATEMENT EXECUTE FUNCTION "audit_trail"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "anchors_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_trail"."anchors"
	FOR EACH STATEMENT EXECUTE FUNCTION "audit_trail"."refuse_change"();
--> statement-breakpoint
-- The number of the last entry, also of one that was removed because of its age; 0 before the first.
CREATE FUNCTION "audit_trail"."last_number"(before_number bigint)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	SELECT greatest(
		coalesce((SELECT max(number) FROM audit_trail.entries WHERE number < before_number), 0),
		coalesce((SELECT max(number) FROM audit_trail.anchors), 0));
$$;
--> statement-breakpoint
-- An insert continues the chain after its last entry: no gap, and nothing in between.
CREATE FUNCTION "audit_trail"."check_continues"()
RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	first_number bigint;
	last_number bigint;
	added bigint;
BEGIN
	SELECT min(number), max(number), count(*) INTO first_number, last_number, added FROM inserted;
	IF added > 0 AND (audit_trail.last_number(first_number) + 1 <> first_number OR last_number - first_number + 1 <> added
		OR EXISTS (SELECT FROM audit_trail.entries WHERE number > last_number)) THEN
		RAISE EXCEPTION 'Entries % to % do not continue the audit trail.', first_number, last_number
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "entries_continue" AFTER INSERT ON "audit_trail"."entries"
	REFERENCING NEW TABLE AS inserted
	FOR EACH STATEMENT EXECUTE FUNCTION "audit_trail"."check_continues"();
--> statement-breakpoint
-- Applies the rule to some entries and gives their number; 0 when nothing is overdue. From the beginning of the chain whole
-- entries go, and an anchor stays. An entry after one that is still kept loses its content.
CREATE FUNCTION "audit_trail"."apply_retention"(most integer)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	removed_count bigint;
	redacted_count bigint;
BEGIN
	-- The lock of whoever appends.
	PERFORM pg_advisory_xact_lock(hashtextextended('audit trail', 0));
	PERFORM set_config('audit_trail.retention', 'on', true);
	WITH oldest AS (
		SELECT e.number, coalesce(e.at < now() - r.kept_days * interval '1 day', false) AS is_overdue
		FROM (SELECT number, at, level FROM audit_trail.entries ORDER BY number LIMIT most) AS e
		LEFT JOIN audit_trail.retention_rule r ON r.level = e.level),
	step AS (SELECT number, bool_and(is_overdue) OVER (ORDER BY number) AS goes FROM oldest),
	removed AS (
		DELETE FROM audit_trail.entries e USING step s WHERE e.number = s.number AND s.goes
		RETURNING e.number, e.hash)
	INSERT INTO audit_trail.anchors AS a (number, hash, removed, removed_at, rule)
	SELECT max(number), (array_agg(hash ORDER BY number DESC))[1], count(*), now(),
		(SELECT string_agg(level || '=' || kept_days, ',' ORDER BY level) FROM audit_trail.retention_rule)
	FROM removed HAVING count(*) > 0
	RETURNING a.removed INTO removed_count;
	IF removed_count > 0 THEN
		PERFORM set_config('audit_trail.retention', 'off', true);
		RETURN removed_count;
	END IF;
	WITH overdue AS (
		SELECT e.number FROM audit_trail.retention_rule r CROSS JOIN LATERAL (
			SELECT number FROM audit_trail.entries
			WHERE level = r.level AND redacted_at IS NULL AND at < now() - r.kept_days * interval '1 day'
			ORDER BY at LIMIT most) AS e)
	UPDATE audit_trail.entries SET redacted_at = now(), salt = NULL, actor_id = NULL, actor_kind = NULL, client_id = NULL,
		address = NULL, request_id = NULL, source = NULL, action = NULL, object_type = NULL, object_id = NULL, outcome = NULL,
		code = NULL, count = NULL
	WHERE number IN (SELECT number FROM overdue);
	GET DIAGNOSTICS redacted_count = ROW_COUNT;
	PERFORM set_config('audit_trail.retention', 'off', true);
	RETURN redacted_count;
END;
$$;
--> statement-breakpoint
-- PostgreSQL lets everybody call a new function.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA "audit_trail" FROM PUBLIC;
