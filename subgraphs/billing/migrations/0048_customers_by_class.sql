-- Lists of customers read each class for itself. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DROP INDEX "billing"."invoices_by_customer";--> statement-breakpoint
CREATE INDEX "invoices_by_customer" ON "billing"."invoices" USING btree ("customer_id","list_class","id","issue_date","currency") WHERE "billing"."invoices"."customer_id" is not null;
