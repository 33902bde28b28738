CREATE TABLE "billing"."import_undos" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"begun_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"removed_invoices" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "billing"."removed_invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job_id" uuid NOT NULL,
	"import_row" bigint NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"customer_id" uuid,
	"customer_name" text NOT NULL,
	"currency" text NOT NULL,
	"net_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"line_count" integer NOT NULL,
	"issue_date" date NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "billing"."removed_invoices" ADD CONSTRAINT "removed_invoices_job_id_import_undos_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "billing"."import_undos"("job_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "removed_invoices_by_job" ON "billing"."removed_invoices" USING btree ("job_id","import_row");--> statement-breakpoint
-- Deletion has a guard of its own: drafts may be deleted, and of what is issued an imported invoice that nobody touched
-- since, while its import is being undone.
DROP TRIGGER "invoice_guard" ON "billing"."invoices";
--> statement-breakpoint
CREATE TRIGGER "invoice_guard" BEFORE UPDATE ON "billing"."invoices"
  FOR EACH ROW EXECUTE FUNCTION "billing"."guard_invoice"();
--> statement-breakpoint
CREATE FUNCTION "billing"."guard_invoice_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.origin = 'IMPORTED' AND OLD.status = 'ISSUED' AND OLD.version = 1
    AND EXISTS (SELECT FROM "billing"."import_undos" WHERE job_id = OLD.import_job_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'invoice % is % and cannot be deleted', OLD.id, OLD.status USING ERRCODE = 'check_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_guard_delete" BEFORE DELETE ON "billing"."invoices"
  FOR EACH ROW WHEN (OLD.status <> 'DRAFT') EXECUTE FUNCTION "billing"."guard_invoice_deletion"();
--> statement-breakpoint
-- Removes invoices that a job brought: the next `most` of them behind the id `after_id`, which is null at the beginning.
-- An invoice that was paid, voided or changed since stays. Call it again with `next_id` until that is null, each time in a
-- transaction of its own; an undo that was broken off begins anew and goes on with what is left.
--   removed    how many this call removed
--   kept       those that stay: [{ "number": "A-1", "status": "PAID" }]
--   removed_so_far    over all calls for the job
CREATE FUNCTION "billing"."undo_import"(
  job uuid, after_id uuid, most integer,
  OUT next_id uuid, OUT removed bigint, OUT removed_so_far bigint, OUT kept jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  chunk record;
  looked_at uuid[];
BEGIN
  after_id := coalesce(after_id, nil);
  removed := 0;
  kept := '[]';
  INSERT INTO "billing"."import_undos" AS undo (job_id) VALUES (job)
    ON CONFLICT (job_id) DO UPDATE SET ended_at = NULL RETURNING undo.removed_invoices INTO removed_so_far;

  -- The stretches of ids overlap where several workers wrote; a stretch finds all invoices of the job that lie in it.
  SELECT greatest(first_id, after_id) AS first_id, last_id INTO chunk FROM "billing"."import_chunks"
    WHERE job_id = job AND last_id > after_id ORDER BY first_id LIMIT 1;
  IF NOT FOUND THEN
    UPDATE "billing"."import_undos" SET ended_at = now() WHERE job_id = job;
    RETURN;
  END IF;

  SELECT array_agg(id ORDER BY id) INTO looked_at FROM (
    SELECT id FROM "billing"."invoices"
    WHERE id >= chunk.first_id AND id <= chunk.last_id AND id > after_id AND import_job_id = job
    ORDER BY id LIMIT most
  ) AS next_ones;
  next_id := CASE WHEN cardinality(looked_at) = most THEN looked_at[most] ELSE chunk.last_id END;

  WITH gone AS (
    DELETE FROM "billing"."invoices"
    WHERE id = ANY (looked_at) AND origin = 'IMPORTED' AND status = 'ISSUED' AND version = 1
    RETURNING *
  )
  INSERT INTO "billing"."removed_invoices" (
    id, job_id, import_row, number, kind, customer_id, customer_name, currency, net_minor, tax_minor, total_minor,
    line_count, issue_date, issued_at, imported_at)
  SELECT id, job, import_row, number, kind, customer_id, customer_name, currency, net_minor, tax_minor, total_minor,
    line_count, issue_date, issued_at, created_at
  FROM gone;
  GET DIAGNOSTICS removed = ROW_COUNT;
  UPDATE "billing"."import_undos" SET removed_invoices = removed_invoices + removed WHERE job_id = job
    RETURNING removed_invoices INTO removed_so_far;
  SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'status', status) ORDER BY import_row), '[]') INTO kept
    FROM "billing"."invoices" WHERE id = ANY (looked_at);
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."undo_import"(uuid, uuid, integer) FROM PUBLIC;
