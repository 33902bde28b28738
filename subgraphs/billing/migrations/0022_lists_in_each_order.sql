-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DROP INDEX "billing"."invoices_unpaid_by_due_date";--> statement-breakpoint
DROP INDEX "billing"."invoice_lines_by_product";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_issue_date";--> statement-breakpoint
CREATE INDEX "payments_by_day" ON "billing"."payments" USING btree ("paid_on","invoice_id");--> statement-breakpoint
CREATE INDEX "invoices_by_class" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"id");--> statement-breakpoint
CREATE INDEX "invoices_by_due_date" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"due_date","id");--> statement-breakpoint
CREATE INDEX "invoices_by_total" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"total_minor","id");--> statement-breakpoint
CREATE INDEX "invoices_by_update" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"updated_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_own_number" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),("series"::bigint * 1000000000 + "sequence"),"id") WHERE "billing"."invoices"."series" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_currency" ON "billing"."invoices" USING btree ("currency","id");--> statement-breakpoint
CREATE INDEX "invoice_lines_by_product" ON "billing"."invoice_lines" USING btree ("product_id","invoice_id") WHERE "billing"."invoice_lines"."product_id" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_issue_date" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"issue_date","id") WHERE "billing"."invoices"."issue_date" is not null;