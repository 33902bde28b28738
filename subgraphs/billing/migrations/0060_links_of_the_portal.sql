CREATE TABLE "billing"."portal_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"first_read_at" timestamp (3) with time zone,
	"last_read_at" timestamp (3) with time zone,
	"read_count" integer DEFAULT 0 NOT NULL,
	"last_downloaded_at" timestamp (3) with time zone,
	"download_count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "portal_links_ends_later" CHECK ("billing"."portal_links"."expires_at" > "billing"."portal_links"."created_at"),
	CONSTRAINT "portal_links_revoked_by_somebody" CHECK (("billing"."portal_links"."revoked_at" is null) = ("billing"."portal_links"."revoked_by" is null)),
	CONSTRAINT "portal_links_reads_have_times" CHECK (("billing"."portal_links"."read_count" > 0) = ("billing"."portal_links"."first_read_at" is not null and "billing"."portal_links"."last_read_at" is not null)),
	CONSTRAINT "portal_links_downloads_have_times" CHECK (("billing"."portal_links"."download_count" > 0) = ("billing"."portal_links"."last_downloaded_at" is not null))
);
--> statement-breakpoint
CREATE INDEX "portal_links_by_invoice" ON "billing"."portal_links" USING btree ("invoice_id","id");
--> statement-breakpoint
CREATE FUNCTION "billing"."guard_portal_links"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'links of the portal are revoked, not removed' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.invoice_id, NEW.created_by, NEW.created_at, NEW.expires_at)
    IS DISTINCT FROM (OLD.id, OLD.invoice_id, OLD.created_by, OLD.created_at, OLD.expires_at)
  THEN
    RAISE EXCEPTION 'the address of a link follows from its id, its invoice and its end, which never change'
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.revoked_at IS NOT NULL
    AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by)
  THEN
    RAISE EXCEPTION 'a revoked link stays revoked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "portal_links_guard" BEFORE UPDATE OR DELETE ON "billing"."portal_links"
  FOR EACH ROW EXECUTE FUNCTION "billing"."guard_portal_links"();
