CREATE TABLE "billing"."overdue_progress" (
	"is_only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"due_date" date NOT NULL,
	"invoice_id" uuid NOT NULL,
	CONSTRAINT "overdue_progress_one_row" CHECK ("billing"."overdue_progress"."is_only_row")
);
