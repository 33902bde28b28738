-- The schema itself is made by who provisions the database, with the role that owns it.
CREATE TABLE "event_log"."topic" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	"name" text NOT NULL UNIQUE,
	"partitions" integer NOT NULL CHECK ("partitions" BETWEEN 1 AND 1000)
);
--> statement-breakpoint
CREATE TABLE "event_log"."partition" (
	"topic_id" integer NOT NULL REFERENCES "event_log"."topic" ("id") ON DELETE CASCADE,
	"partition" integer NOT NULL,
	"next_offset" bigint DEFAULT 0 NOT NULL,
	PRIMARY KEY ("topic_id", "partition")
);
--> statement-breakpoint
-- What was appended at once to one partition, packed as record-batch.ts says. Not compressed: that would cost more time
-- than it saves in writing.
CREATE TABLE "event_log"."batch" (
	"topic_id" integer NOT NULL,
	"partition" integer NOT NULL,
	"last_offset" bigint NOT NULL,
	"record_count" integer NOT NULL CHECK ("record_count" > 0),
	"records" bytea STORAGE EXTERNAL NOT NULL,
	PRIMARY KEY ("topic_id", "partition", "last_offset"),
	FOREIGN KEY ("topic_id") REFERENCES "event_log"."topic" ("id") ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE "event_log"."group_member" (
	"topic_id" integer NOT NULL REFERENCES "event_log"."topic" ("id") ON DELETE CASCADE,
	"reader_group" text NOT NULL,
	"member_id" uuid NOT NULL,
	"leased_until" timestamp with time zone NOT NULL,
	PRIMARY KEY ("topic_id", "reader_group", "member_id")
);
--> statement-breakpoint
-- Which member reads a partition; no row while nobody does. A partition goes with its member.
CREATE TABLE "event_log"."partition_owner" (
	"topic_id" integer NOT NULL,
	"reader_group" text NOT NULL,
	"partition" integer NOT NULL,
	"member_id" uuid NOT NULL,
	PRIMARY KEY ("topic_id", "reader_group", "partition"),
	FOREIGN KEY ("topic_id", "reader_group", "member_id")
		REFERENCES "event_log"."group_member" ("topic_id", "reader_group", "member_id") ON DELETE CASCADE
);
--> statement-breakpoint
-- Appends batches, each to its partition, all or none. The row of a partition stays locked until the commit, so that
-- offsets are given in the order of commits and a reader that sees one offset sees every smaller one. Rows are locked in
-- ascending order, so that no two appends wait for each other.
CREATE FUNCTION "event_log"."append"(
	the_topic integer, partitions integer[], counts integer[], lengths integer[], packed bytea
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
	first_offsets bigint[] := '{}';
	end_offset bigint;
	position_in_packed integer := 1;
BEGIN
	PERFORM 1 FROM event_log.partition p
		WHERE p.topic_id = the_topic AND p.partition = ANY (partitions) ORDER BY p.partition FOR UPDATE;
	FOR i IN 1 .. cardinality(partitions) LOOP
		UPDATE event_log.partition p SET next_offset = p.next_offset + counts[i]
			WHERE p.topic_id = the_topic AND p.partition = partitions[i] RETURNING p.next_offset INTO STRICT end_offset;
		INSERT INTO event_log.batch (topic_id, partition, last_offset, record_count, records)
			VALUES (the_topic, partitions[i], end_offset - 1, counts[i],
				substring(packed FROM position_in_packed FOR lengths[i]));
		position_in_packed := position_in_packed + lengths[i];
		first_offsets := first_offsets || (end_offset - counts[i]);
		PERFORM pg_notify('event_log', the_topic || '/' || partitions[i]);
	END LOOP;
	RETURN first_offsets;
END $$;
--> statement-breakpoint
-- Renews a member's lease, ends those that ran out, and shows the group as it then is. The lock on the topic and group
-- makes calls of one group follow one another.
CREATE FUNCTION "event_log"."heartbeat"(the_topic integer, the_group text, member uuid, lease_ms integer)
RETURNS TABLE (members uuid[], partitions integer[], owners uuid[]) LANGUAGE plpgsql AS $$
DECLARE
	is_changed boolean;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('event_log:' || the_topic || ':' || the_group, 0));
	DELETE FROM event_log.group_member m
		WHERE m.topic_id = the_topic AND m.reader_group = the_group AND m.member_id <> member
			AND m.leased_until < clock_timestamp();
	is_changed := FOUND;
	INSERT INTO event_log.group_member AS m (topic_id, reader_group, member_id, leased_until)
		VALUES (the_topic, the_group, member, clock_timestamp() + lease_ms * interval '1 millisecond')
		ON CONFLICT (topic_id, reader_group, member_id) DO UPDATE SET leased_until = excluded.leased_until
		RETURNING is_changed OR m.xmax = 0 INTO is_changed;
	IF is_changed THEN
		PERFORM pg_notify('event_log_group', the_topic || '/' || the_group);
	END IF;
	RETURN QUERY SELECT
		ARRAY(SELECT m.member_id FROM event_log.group_member m
			WHERE m.topic_id = the_topic AND m.reader_group = the_group ORDER BY 1),
		ARRAY(SELECT o.partition FROM event_log.partition_owner o
			WHERE o.topic_id = the_topic AND o.reader_group = the_group ORDER BY o.partition),
		ARRAY(SELECT o.member_id FROM event_log.partition_owner o
			WHERE o.topic_id = the_topic AND o.reader_group = the_group ORDER BY o.partition);
END $$;
