CREATE TABLE "billing"."stock_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reservation_id" uuid NOT NULL,
	"lines" jsonb,
	"state" text NOT NULL,
	"actor" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_problem" text,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "stock_tasks_kind_known" CHECK ("billing"."stock_tasks"."kind" in ('RESERVE', 'RELEASE')),
	CONSTRAINT "stock_tasks_state_known" CHECK ("billing"."stock_tasks"."state" in ('PENDING', 'DONE', 'ABANDONED')),
	CONSTRAINT "stock_tasks_state_of_kind" CHECK (case "billing"."stock_tasks"."kind" when 'RESERVE' then "billing"."stock_tasks"."reservation_id" = "billing"."stock_tasks"."id" and "billing"."stock_tasks"."lines" is not null else "billing"."stock_tasks"."state" <> 'ABANDONED' end),
	CONSTRAINT "stock_tasks_finished_when_not_pending" CHECK (("billing"."stock_tasks"."state" = 'PENDING') = ("billing"."stock_tasks"."finished_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "stock_tasks_one_reservation" ON "billing"."stock_tasks" USING btree ("invoice_id") WHERE "billing"."stock_tasks"."kind" = 'RESERVE' and "billing"."stock_tasks"."state" <> 'ABANDONED';--> statement-breakpoint
CREATE INDEX "stock_tasks_by_invoice" ON "billing"."stock_tasks" USING btree ("invoice_id");--> statement-breakpoint
CREATE INDEX "stock_tasks_due" ON "billing"."stock_tasks" USING btree ("due_at") WHERE "billing"."stock_tasks"."state" = 'PENDING';