-- The schema is made when the context gets its role (platform/database/provision.ts); alone it makes its own.
CREATE SCHEMA IF NOT EXISTS "billing";
--> statement-breakpoint
CREATE TABLE "billing"."idempotency_keys" (
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operation_subject_key_pk" PRIMARY KEY("operation","subject","key")
);
--> statement-breakpoint
CREATE TABLE "billing"."invoice_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"product_id" uuid,
	"sku" text,
	"description" text NOT NULL,
	"quantity_milli" bigint NOT NULL,
	"unit" text NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"tax_rate_basis_points" integer NOT NULL,
	"net_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	CONSTRAINT "invoice_lines_position_unique" UNIQUE("invoice_id","position"),
	CONSTRAINT "invoice_lines_position_positive" CHECK ("billing"."invoice_lines"."position" > 0),
	CONSTRAINT "invoice_lines_sku_with_product" CHECK (("billing"."invoice_lines"."product_id" is null) = ("billing"."invoice_lines"."sku" is null)),
	CONSTRAINT "invoice_lines_quantity_positive" CHECK ("billing"."invoice_lines"."quantity_milli" > 0),
	CONSTRAINT "invoice_lines_price_not_negative" CHECK ("billing"."invoice_lines"."unit_price_minor" >= 0),
	CONSTRAINT "invoice_lines_tax_rate_percent" CHECK ("billing"."invoice_lines"."tax_rate_basis_points" between 0 and 10000),
	CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."net_minor" = div("billing"."invoice_lines"."quantity_milli"::numeric * "billing"."invoice_lines"."unit_price_minor" + 500, 1000)),
	CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."tax_minor" = div("billing"."invoice_lines"."net_minor"::numeric * "billing"."invoice_lines"."tax_rate_basis_points" + 5000, 10000))
);
--> statement-breakpoint
CREATE TABLE "billing"."invoice_series" (
	"series" smallint PRIMARY KEY NOT NULL,
	"next_sequence" integer NOT NULL,
	"newest_issue_date" date NOT NULL,
	CONSTRAINT "invoice_series_next_in_range" CHECK ("billing"."invoice_series"."next_sequence" between 2 and 1000000000),
	CONSTRAINT "invoice_series_is_year" CHECK ("billing"."invoice_series"."series" = extract(year from "billing"."invoice_series"."newest_issue_date"))
);
--> statement-breakpoint
CREATE TABLE "billing"."invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"series" smallint,
	"sequence" integer,
	"number" text,
	"number_order" bigint GENERATED ALWAYS AS (series::bigint * 1000000000 + sequence) STORED,
	"customer_id" uuid NOT NULL,
	"customer_name" text NOT NULL,
	"customer_address_lines" text[],
	"customer_country_code" text,
	"customer_tax_number" text,
	"currency" text NOT NULL,
	"line_count" integer NOT NULL,
	"net_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"issue_date" date,
	"issued_at" timestamp (3) with time zone,
	"due_date" date,
	"external_reference" text,
	"note" text,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoices_number_unique" UNIQUE("number"),
	CONSTRAINT "invoices_status_known" CHECK ("billing"."invoices"."status" in ('DRAFT', 'ISSUED', 'PAID', 'VOID')),
	CONSTRAINT "invoices_currency_form" CHECK ("billing"."invoices"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "invoices_version_positive" CHECK ("billing"."invoices"."version" > 0),
	CONSTRAINT "invoices_total_is_net_and_tax" CHECK ("billing"."invoices"."net_minor" >= 0 and "billing"."invoices"."tax_minor" >= 0 and "billing"."invoices"."total_minor" = "billing"."invoices"."net_minor" + "billing"."invoices"."tax_minor"),
	CONSTRAINT "invoices_draft_is_unnumbered" CHECK ("billing"."invoices"."status" <> 'DRAFT' or num_nonnulls("billing"."invoices"."series", "billing"."invoices"."sequence", "billing"."invoices"."number", "billing"."invoices"."issue_date", "billing"."invoices"."issued_at", "billing"."invoices"."customer_address_lines", "billing"."invoices"."customer_country_code", "billing"."invoices"."customer_tax_number") = 0),
	CONSTRAINT "invoices_issued_is_complete" CHECK ("billing"."invoices"."status" = 'DRAFT' or (num_nulls("billing"."invoices"."series", "billing"."invoices"."sequence", "billing"."invoices"."number", "billing"."invoices"."issue_date", "billing"."invoices"."issued_at", "billing"."invoices"."customer_address_lines") = 0 and "billing"."invoices"."line_count" > 0)),
	CONSTRAINT "invoices_number_form" CHECK ("billing"."invoices"."number" = "billing"."invoices"."series" || '-' || lpad("billing"."invoices"."sequence"::text, greatest(6, length("billing"."invoices"."sequence"::text)), '0')),
	CONSTRAINT "invoices_series_is_year" CHECK ("billing"."invoices"."series" = extract(year from "billing"."invoices"."issue_date") and "billing"."invoices"."sequence" > 0)
);
--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoice_lines_by_product" ON "billing"."invoice_lines" USING btree ("product_id") WHERE "billing"."invoice_lines"."product_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_series_sequence_unique" ON "billing"."invoices" USING btree ("series","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_external_reference_unique" ON "billing"."invoices" USING btree ("external_reference") WHERE "billing"."invoices"."external_reference" is not null;--> statement-breakpoint
CREATE INDEX "invoices_by_customer" ON "billing"."invoices" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_creation" ON "billing"."invoices" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_issue_date" ON "billing"."invoices" USING btree ("issue_date");--> statement-breakpoint
CREATE INDEX "invoices_unpaid_by_due_date" ON "billing"."invoices" USING btree ("due_date") WHERE "billing"."invoices"."status" = 'ISSUED';