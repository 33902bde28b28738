-- Credit notes have numbers of their own. A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_number_form";--> statement-breakpoint
DROP INDEX "billing"."invoices_series_sequence_unique";--> statement-breakpoint
ALTER TABLE "billing"."invoice_series" DROP CONSTRAINT "invoice_series_pkey";--> statement-breakpoint
ALTER TABLE "billing"."invoice_series" ADD COLUMN "kind" text DEFAULT 'INVOICE' NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoice_series" ADD CONSTRAINT "invoice_series_kind_series_pk" PRIMARY KEY("kind","series");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_series_sequence_unique" ON "billing"."invoices" USING btree ("kind","series","sequence") WHERE "billing"."invoices"."series" is not null;--> statement-breakpoint
ALTER TABLE "billing"."invoice_series" ADD CONSTRAINT "invoice_series_kind_known" CHECK ("billing"."invoice_series"."kind" in ('INVOICE', 'CREDIT_NOTE'));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_number_form" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or "billing"."invoices"."number" = case "billing"."invoices"."kind" when 'CREDIT_NOTE' then 'CN-' else '' end || "billing"."invoices"."series" || '-' || lpad("billing"."invoices"."sequence"::text, greatest(6, length("billing"."invoices"."sequence"::text)), '0'));
--> statement-breakpoint
DROP FUNCTION "billing"."find_free_sequence"(smallint, integer);
--> statement-breakpoint
-- The first sequence of a kind's series from this one on whose number no imported document has. VOLATILE, so that it sees
-- what was committed until now, also while the caller waited for the series.
CREATE FUNCTION "billing"."find_free_sequence"(kind text, year smallint, wanted integer) RETURNS integer
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  free integer := wanted;
BEGIN
  WHILE EXISTS (
    SELECT FROM "billing"."invoices" AS document
    WHERE document.number = CASE find_free_sequence.kind WHEN 'CREDIT_NOTE' THEN 'CN-' ELSE '' END
      || year || '-' || lpad(free::text, greatest(6, length(free::text)), '0')
  ) LOOP
    free := free + 1;
  END LOOP;
  RETURN free;
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."find_free_sequence"(text, smallint, integer) FROM PUBLIC;
--> statement-breakpoint
-- Imports of numbers that have the form of our credit notes wait for whoever creates one, as with invoices. Only that
-- condition of merge_import changes.
DO $do$
DECLARE
  before constant text := pg_get_functiondef('"billing"."merge_import"(uuid)'::regprocedure);
  changed constant text := replace(before, $$number LIKE '____-______%'$$,
    $$number LIKE '____-______%' OR number LIKE 'CN-____-______%'$$);
BEGIN
  IF changed = before THEN
    RAISE EXCEPTION 'merge_import does not compare numbers as expected';
  END IF;
  EXECUTE changed;
END;
$do$;
