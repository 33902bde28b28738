-- The seller's data on invoices, and forms of numbers that are configured. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
CREATE TABLE "billing"."number_formats" (
	"kind" text NOT NULL,
	"prefix" text NOT NULL,
	"separator" text NOT NULL,
	"min_digits" smallint NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "number_formats_kind_prefix_separator_min_digits_pk" PRIMARY KEY("kind","prefix","separator","min_digits"),
	CONSTRAINT "number_formats_kind_known" CHECK ("billing"."number_formats"."kind" in ('INVOICE', 'CREDIT_NOTE')),
	CONSTRAINT "number_formats_have_no_digits" CHECK ("billing"."number_formats"."prefix" ~ '^[^0-9]{0,20}$' and "billing"."number_formats"."separator" ~ '^[^0-9]{1,3}$' and "billing"."number_formats"."min_digits" between 1 and 9)
);
--> statement-breakpoint
CREATE TABLE "billing"."sellers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."sellers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"details" jsonb NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sellers_hash_unique" UNIQUE("hash"),
	CONSTRAINT "sellers_details_object" CHECK (jsonb_typeof("billing"."sellers"."details") = 'object')
);
--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_number_form";--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "seller_id" integer;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_seller_of_own" CHECK ("billing"."invoices"."seller_id" is null or ("billing"."invoices"."origin" = 'OWN' and "billing"."invoices"."status" <> 'DRAFT'));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_number_form" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or "billing"."invoices"."number" ~ ('^[^0-9]{0,20}' || "billing"."invoices"."series" || '[^0-9]{1,3}0*' || "billing"."invoices"."sequence" || '$'));
--> statement-breakpoint
-- The forms of all numbers until now.
INSERT INTO "billing"."number_formats" ("kind", "prefix", "separator", "min_digits")
  VALUES ('INVOICE', '', '-', 6), ('CREDIT_NOTE', 'CN-', '-', 6);
--> statement-breakpoint
CREATE FUNCTION "billing"."guard_seller_records"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed: documents were issued with them', TG_TABLE_NAME
    USING ERRCODE = 'check_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "sellers_guard" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."sellers"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_seller_records"();
--> statement-breakpoint
CREATE TRIGGER "number_formats_guard" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."number_formats"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_seller_records"();
--> statement-breakpoint
DROP FUNCTION "billing"."find_free_sequence"(text, smallint, integer);
--> statement-breakpoint
-- The first sequence of a year from this one on whose number, in this form, no imported document has. VOLATILE, so that it
-- sees what was committed until now, also while the caller waited for the series.
CREATE FUNCTION "billing"."find_free_sequence"(prefix text, year smallint, separator text, min_digits integer,
  wanted integer) RETURNS integer
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  free integer := wanted;
BEGIN
  WHILE EXISTS (
    SELECT FROM "billing"."invoices" AS document
    WHERE document.number = prefix || year || separator || lpad(free::text, greatest(min_digits, length(free::text)), '0')
  ) LOOP
    free := free + 1;
  END LOOP;
  RETURN free;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."find_free_sequence"(text, smallint, text, integer, integer) FROM PUBLIC;
--> statement-breakpoint
-- Imports of numbers that have a form of ours wait for whoever issues. Only that condition of merge_import changes.
DO $do$
DECLARE
  before constant text := pg_get_functiondef('"billing"."merge_import"(uuid)'::regprocedure);
  changed constant text := replace(before, $$number LIKE '____-______%' OR number LIKE 'CN-____-______%'$$,
    $$number LIKE ANY (ARRAY(
    SELECT prefix || '____' || separator || repeat('_', min_digits) || '%' FROM "billing"."number_formats"
  ))$$);
BEGIN
  IF changed = before THEN
    RAISE EXCEPTION 'merge_import does not compare numbers as expected';
  END IF;
  EXECUTE changed;
END;
$do$;
