CREATE TABLE "billing"."lifecycle_statuses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"code" smallint NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"reasons" jsonb NOT NULL,
	CONSTRAINT "lifecycle_statuses_code_known" CHECK ("billing"."lifecycle_statuses"."code" between 200 and 213),
	CONSTRAINT "lifecycle_statuses_reasons_list" CHECK (jsonb_typeof("billing"."lifecycle_statuses"."reasons") = 'array')
);
--> statement-breakpoint
CREATE TABLE "billing"."platform_deposits" (
	"invoice_id" uuid PRIMARY KEY NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "lifecycle_statuses_by_invoice" ON "billing"."lifecycle_statuses" USING btree ("invoice_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "platform_deposits_waiting" ON "billing"."platform_deposits" USING btree ("requested_at") WHERE "billing"."platform_deposits"."delivered_at" is null;