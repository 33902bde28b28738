-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DROP INDEX "billing"."invoices_by_due_date";--> statement-breakpoint
DROP INDEX "billing"."invoices_by_currency";--> statement-breakpoint
CREATE INDEX "invoices_by_due_date" ON "billing"."invoices" USING btree ((case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end),"due_date","id") WHERE "billing"."invoices"."due_date" is not null or "billing"."invoices"."origin" = 'OWN';--> statement-breakpoint
CREATE INDEX "invoices_by_currency" ON "billing"."invoices" USING btree ("currency");
