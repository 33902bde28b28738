-- Customers are ranked from an index alone, and open invoices that are settled in part have one. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
DROP INDEX "billing"."customer_totals_by_period";--> statement-breakpoint
CREATE INDEX "invoices_partly_settled" ON "billing"."invoices" USING btree ("list_class","due_date","id") WHERE "billing"."invoices"."status" = 'ISSUED' and "billing"."invoices"."kind" = 'INVOICE' and "billing"."invoices"."paid_minor" + "billing"."invoices"."credited_minor" > 0;--> statement-breakpoint
CREATE INDEX "customer_totals_by_period" ON "billing"."customer_totals" USING btree ("grain","period","customer_id","class","currency","invoices","total_minor") WHERE "billing"."customer_totals"."grain" <> 'D';
