CREATE SCHEMA IF NOT EXISTS "customer";
--> statement-breakpoint
CREATE TABLE "customer"."customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL,
	"contact_name" text,
	"email" text,
	"phone" text,
	"address_line1" text,
	"address_line2" text,
	"address_postal_code" text,
	"address_city" text,
	"address_country_code" text,
	"tax_number" text,
	"external_reference" text,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_display_name_check" CHECK (char_length("customer"."customers"."display_name") between 1 and 200),
	CONSTRAINT "customers_contact_name_check" CHECK (char_length("customer"."customers"."contact_name") between 1 and 200),
	CONSTRAINT "customers_email_check" CHECK (char_length("customer"."customers"."email") between 3 and 254),
	CONSTRAINT "customers_phone_check" CHECK ("customer"."customers"."phone" ~ '^\+[1-9][0-9]{1,14}$'),
	CONSTRAINT "customers_address_line1_check" CHECK (char_length("customer"."customers"."address_line1") between 1 and 200),
	CONSTRAINT "customers_address_line2_check" CHECK (char_length("customer"."customers"."address_line2") between 1 and 200),
	CONSTRAINT "customers_address_postal_code_check" CHECK (char_length("customer"."customers"."address_postal_code") between 1 and 20),
	CONSTRAINT "customers_address_city_check" CHECK (char_length("customer"."customers"."address_city") between 1 and 100),
	CONSTRAINT "customers_address_country_code_check" CHECK ("customer"."customers"."address_country_code" ~ '^[A-Z]{2}$'),
	CONSTRAINT "customers_address_whole_check" CHECK (num_nulls("customer"."customers"."address_line1", "customer"."customers"."address_city", "customer"."customers"."address_country_code") in (0, 3)
        and ("customer"."customers"."address_line1" is not null or num_nonnulls("customer"."customers"."address_line2", "customer"."customers"."address_postal_code") = 0)),
	CONSTRAINT "customers_tax_number_check" CHECK (char_length("customer"."customers"."tax_number") between 1 and 40),
	CONSTRAINT "customers_external_reference_check" CHECK (char_length("customer"."customers"."external_reference") between 1 and 100),
	CONSTRAINT "customers_status_check" CHECK ("customer"."customers"."status" in ('ACTIVE', 'ARCHIVED')),
	CONSTRAINT "customers_version_check" CHECK ("customer"."customers"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "customer"."idempotency_keys" (
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operation_subject_key_pk" PRIMARY KEY("operation","subject","key")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "customers_external_reference_key" ON "customer"."customers" USING btree ("external_reference");--> statement-breakpoint
CREATE INDEX "customers_display_name_idx" ON "customer"."customers" USING btree ("display_name" collate "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "customers_created_at_idx" ON "customer"."customers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "customers_updated_at_idx" ON "customer"."customers" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "customers_country_code_idx" ON "customer"."customers" USING btree ("address_country_code");