CREATE TABLE "billing"."import_chunks" (
	"job_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_sku_with_product";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_quantity_positive";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_net_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_tax_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_total_is_net_and_tax";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_issued_is_complete";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_number_form";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_series_is_year";--> statement-breakpoint
DROP INDEX "billing"."invoices_series_sequence_unique";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_customer";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_issue_date";--> statement-breakpoint
DROP INDEX "billing"."invoices_unpaid_by_due_date";--> statement-breakpoint
ALTER TABLE "billing"."invoices" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "origin" text DEFAULT 'OWN' NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "kind" text DEFAULT 'INVOICE' NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "import_job_id" uuid;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "import_row" bigint;--> statement-breakpoint
CREATE INDEX "import_chunks_by_job" ON "billing"."import_chunks" USING btree ("job_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_series_sequence_unique" ON "billing"."invoices" USING btree ("series","sequence") WHERE "billing"."invoices"."series" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_customer" ON "billing"."invoices" USING btree ("customer_id","created_at","id") WHERE "billing"."invoices"."customer_id" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_issue_date" ON "billing"."invoices" USING brin ("issue_date" date_minmax_multi_ops) WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "invoices_unpaid_by_due_date" ON "billing"."invoices" USING btree ("due_date") WHERE "billing"."invoices"."status" = 'ISSUED' and "billing"."invoices"."due_date" is not null;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_product_has_sku" CHECK ("billing"."invoice_lines"."product_id" is null or "billing"."invoice_lines"."sku" is not null);--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."net_minor" = round("billing"."invoice_lines"."quantity_milli" * 0.001 * "billing"."invoice_lines"."unit_price_minor"));--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."tax_minor" = round("billing"."invoice_lines"."net_minor" * 0.0001 * "billing"."invoice_lines"."tax_rate_basis_points"));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_own_is_whole" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or ("billing"."invoices"."origin" = 'OWN' and "billing"."invoices"."kind" = 'INVOICE' and "billing"."invoices"."customer_id" is not null and num_nonnulls("billing"."invoices"."import_job_id", "billing"."invoices"."import_row") = 0));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_imported_is_complete" CHECK ("billing"."invoices"."origin" = 'OWN' or ("billing"."invoices"."status" <> 'DRAFT' and "billing"."invoices"."kind" in ('INVOICE', 'CREDIT_NOTE') and num_nulls("billing"."invoices"."import_job_id", "billing"."invoices"."import_row", "billing"."invoices"."number", "billing"."invoices"."issue_date", "billing"."invoices"."issued_at", "billing"."invoices"."customer_address_lines") = 0 and num_nonnulls("billing"."invoices"."series", "billing"."invoices"."sequence") = 0 and "billing"."invoices"."import_row" > 0 and "billing"."invoices"."line_count" >= 0 and "billing"."invoices"."number" <> '' and (octet_length("billing"."invoices"."number") <= 64 or length("billing"."invoices"."number") <= 64)));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_total_is_net_and_tax" CHECK ("billing"."invoices"."total_minor" = "billing"."invoices"."net_minor" + "billing"."invoices"."tax_minor" and ("billing"."invoices"."net_minor" >= 0 and "billing"."invoices"."tax_minor" >= 0 or "billing"."invoices"."kind" = 'CREDIT_NOTE'));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_issued_is_complete" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or "billing"."invoices"."status" = 'DRAFT' or (num_nulls("billing"."invoices"."series", "billing"."invoices"."sequence", "billing"."invoices"."number", "billing"."invoices"."issue_date", "billing"."invoices"."issued_at", "billing"."invoices"."customer_address_lines") = 0 and "billing"."invoices"."line_count" > 0));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_number_form" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or "billing"."invoices"."number" = "billing"."invoices"."series" || '-' || lpad("billing"."invoices"."sequence"::text, greatest(6, length("billing"."invoices"."sequence"::text)), '0'));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_series_is_year" CHECK ("billing"."invoices"."series" is null or "billing"."invoices"."series" = extract(year from "billing"."invoices"."issue_date") and "billing"."invoices"."sequence" > 0);