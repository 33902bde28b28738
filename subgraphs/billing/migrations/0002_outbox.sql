CREATE TABLE "billing"."outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "outbox_headers_object" CHECK (jsonb_typeof("billing"."outbox"."headers") = 'object')
);
--> statement-breakpoint
-- A sequence alone does not order by commit: who draws first may commit last. Whoever writes a message therefore locks
-- its key until the end of the transaction, and draws the position under that lock. Write messages last in a
-- transaction, those of several keys in the order of their keys, so that nobody waits for long or in a circle.
CREATE FUNCTION "billing"."order_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('billing.outbox:' || NEW.key, 0));
  NEW.position := nextval('"billing"."outbox_position_seq"');
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "outbox_order" BEFORE INSERT ON "billing"."outbox"
  FOR EACH ROW EXECUTE FUNCTION "billing"."order_outbox"();
--> statement-breakpoint
-- A hint for the relay that it need not wait for its next look; it arrives with the commit.
CREATE FUNCTION "billing"."announce_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('billing_outbox', '');
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "outbox_announce" AFTER INSERT ON "billing"."outbox"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."announce_outbox"();
