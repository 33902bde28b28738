ALTER TABLE "customer"."customers" ADD COLUMN "siren" text;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD COLUMN "siret" text;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD COLUMN "electronic_address_scheme" text;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD COLUMN "electronic_address_id" text;--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD CONSTRAINT "customers_siren_check" CHECK ("customer"."customers"."siren" ~ '^[0-9]{9}$');--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD CONSTRAINT "customers_siret_check" CHECK ("customer"."customers"."siret" is null or coalesce("customer"."customers"."siret" ~ '^[0-9]{14}$' and starts_with("customer"."customers"."siret", "customer"."customers"."siren"), false));--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD CONSTRAINT "customers_electronic_address_check" CHECK (num_nulls("customer"."customers"."electronic_address_scheme", "customer"."customers"."electronic_address_id") in (0, 2) and "customer"."customers"."electronic_address_scheme" ~ '^[0-9A-Z]{2,4}$');--> statement-breakpoint
ALTER TABLE "customer"."customers" ADD CONSTRAINT "customers_electronic_address_id_check" CHECK (char_length("customer"."customers"."electronic_address_id") between 1 and 125);