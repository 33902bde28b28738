-- Lists of numbers with the same beginning. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
-- The same constraint; its index has the class besides, which fits in the space that most numbers leave.
ALTER TABLE "billing"."invoices"
  DROP CONSTRAINT "invoices_number_unique",
  ADD CONSTRAINT "invoices_number_unique" UNIQUE ("number") INCLUDE ("list_class");
--> statement-breakpoint
CREATE INDEX "invoices_by_own_number_text" ON "billing"."invoices" USING btree ("list_class","number","id","issue_date","due_date","total_minor","updated_at","series","sequence","currency") WHERE "billing"."invoices"."series" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_imported_beginning" ON "billing"."invoices" USING btree ("list_class",left("number", 4)) WHERE "billing"."invoices"."list_class" >= 8;
