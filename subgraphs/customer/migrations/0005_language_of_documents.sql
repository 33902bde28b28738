ALTER TABLE "customer"."customers" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD COLUMN "courtesy_mails" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD CONSTRAINT "customers_language_check" CHECK ("customer"."customers"."language" in ('EN', 'FR'));