-- A large table takes its time.
SET LOCAL statement_timeout = 0;--> statement-breakpoint
-- No category is the standard or the zero rate, as the rate says: lines that are there already keep their meaning.
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "tax_category" text;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "tax_exemption_reason" text;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_tax_category_fits" CHECK (num_nonnulls("billing"."invoice_lines"."tax_category", "billing"."invoice_lines"."tax_exemption_reason") = 0 or ("billing"."invoice_lines"."tax_category" in ('E', 'AE', 'K', 'G') and "billing"."invoice_lines"."tax_rate_milli" = 0 and char_length("billing"."invoice_lines"."tax_exemption_reason") between 1 and 300) is true);