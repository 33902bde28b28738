CREATE TABLE "crm"."contact_versions" (
	"contact_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"counterpart" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"summary" text NOT NULL,
	"corrected_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contact_versions_contact_id_version_pk" PRIMARY KEY("contact_id","version")
);
--> statement-breakpoint
CREATE TABLE "crm"."contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"counterpart" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"summary" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"request_id" uuid,
	"person" text NOT NULL,
	"author" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"struck_at" timestamp (3) with time zone,
	"strike_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "contacts_kind_check" CHECK ("crm"."contacts"."kind" in ('CALL', 'MAIL', 'MEETING', 'OTHER')),
	CONSTRAINT "contacts_counterpart_check" CHECK (char_length("crm"."contacts"."counterpart") between 1 and 200),
	CONSTRAINT "contacts_summary_check" CHECK (char_length("crm"."contacts"."summary") between 1 and 5000),
	CONSTRAINT "contacts_reason_check" CHECK (char_length("crm"."contacts"."strike_reason") between 1 and 500),
	CONSTRAINT "contacts_minutes_check" CHECK ("crm"."contacts"."minutes" between 0 and 1440),
	CONSTRAINT "contacts_struck_check" CHECK (num_nonnulls("crm"."contacts"."struck_at", "crm"."contacts"."strike_reason") in (0, 2)),
	CONSTRAINT "contacts_version_check" CHECK ("crm"."contacts"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "crm"."contact_versions" ADD CONSTRAINT "contact_versions_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "crm"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crm"."contacts" ADD CONSTRAINT "contacts_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "crm"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_by_time" ON "crm"."contacts" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "contacts_by_record" ON "crm"."contacts" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "contacts_of_customer" ON "crm"."contacts" USING btree ("customer_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "contacts_of_request" ON "crm"."contacts" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "contacts_of_person" ON "crm"."contacts" USING btree ("person","occurred_at","id");--> statement-breakpoint
DO $$
DECLARE
  home text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS schema ON schema.oid = extnamespace
    WHERE extname = 'pg_trgm');
BEGIN
  EXECUTE format('CREATE INDEX "contacts_by_trigram" ON "crm"."contacts"
    USING gin ("summary" %1$s.gin_trgm_ops, "counterpart" %1$s.gin_trgm_ops)', home);
END;
$$;
--> statement-breakpoint
CREATE FUNCTION "crm"."refuse_contact_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal of contacts keeps what was written: correct an entry or strike it out';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "contact_versions_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "crm"."contact_versions"
  FOR EACH STATEMENT EXECUTE FUNCTION "crm"."refuse_contact_change"();
--> statement-breakpoint
CREATE TRIGGER "contacts_never_deleted"
  BEFORE DELETE OR TRUNCATE ON "crm"."contacts"
  FOR EACH STATEMENT EXECUTE FUNCTION "crm"."refuse_contact_change"();
--> statement-breakpoint
CREATE TRIGGER "struck_contacts_never_changed"
  BEFORE UPDATE ON "crm"."contacts"
  FOR EACH ROW WHEN (OLD."struck_at" IS NOT NULL) EXECUTE FUNCTION "crm"."refuse_contact_change"();
