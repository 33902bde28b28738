DROP INDEX "billing"."invoices_by_creation";--> statement-breakpoint
-- An import writes each row faster without the index by time of creation, which the ids, UUIDv7, make needless, and without
-- a generated column. The ids of jobs that are there are found once, from their invoices.
DROP INDEX "billing"."import_chunks_by_job";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_customer";--> statement-breakpoint
DELETE FROM "billing"."import_chunks";--> statement-breakpoint
ALTER TABLE "billing"."import_chunks" ADD COLUMN "first_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."import_chunks" ADD COLUMN "last_id" uuid NOT NULL;--> statement-breakpoint
CREATE INDEX "import_chunks_by_job" ON "billing"."import_chunks" USING btree ("job_id","first_id");--> statement-breakpoint
CREATE INDEX "invoices_by_customer" ON "billing"."invoices" USING btree ("customer_id","id") WHERE "billing"."invoices"."customer_id" is not null;--> statement-breakpoint
ALTER TABLE "billing"."import_chunks" DROP COLUMN "created_at";--> statement-breakpoint
INSERT INTO "billing"."import_chunks" (job_id, first_id, last_id)
  SELECT import_job_id, min(id::text)::uuid, max(id::text)::uuid FROM "billing"."invoices"
  WHERE import_job_id IS NOT NULL GROUP BY import_job_id;--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP COLUMN "number_order";