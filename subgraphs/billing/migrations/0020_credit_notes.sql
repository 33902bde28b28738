-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_net_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" DROP CONSTRAINT "invoice_lines_tax_half_up";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_own_is_whole";--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_issued_is_complete";--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD COLUMN "credited_line_id" uuid;--> statement-breakpoint
CREATE INDEX "invoice_lines_by_credited_line" ON "billing"."invoice_lines" USING btree ("credited_line_id") WHERE "billing"."invoice_lines"."credited_line_id" is not null;--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_net_half_up" CHECK ("billing"."invoice_lines"."credited_line_id" is not null or "billing"."invoice_lines"."net_minor" = round("billing"."invoice_lines"."quantity_e4" * 0.0000000001 * "billing"."invoice_lines"."unit_price_micro"));--> statement-breakpoint
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_tax_half_up" CHECK ("billing"."invoice_lines"."credited_line_id" is not null or "billing"."invoice_lines"."tax_minor" = round("billing"."invoice_lines"."net_minor" * 0.00001 * "billing"."invoice_lines"."tax_rate_milli"));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_own_is_whole" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or ("billing"."invoices"."origin" = 'OWN' and "billing"."invoices"."kind" in ('INVOICE', 'CREDIT_NOTE') and ("billing"."invoices"."kind" = 'CREDIT_NOTE') = ("billing"."invoices"."credited_invoice_id" is not null) and ("billing"."invoices"."customer_id" is not null or "billing"."invoices"."kind" = 'CREDIT_NOTE') and num_nonnulls("billing"."invoices"."import_job_id", "billing"."invoices"."import_row") = 0));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_issued_is_complete" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or "billing"."invoices"."status" = 'DRAFT' or (num_nulls("billing"."invoices"."series", "billing"."invoices"."sequence", "billing"."invoices"."number", "billing"."invoices"."issue_date", "billing"."invoices"."issued_at", "billing"."invoices"."customer_address_lines") = 0 and ("billing"."invoices"."line_count" > 0 or "billing"."invoices"."kind" = 'CREDIT_NOTE')));
--> statement-breakpoint
-- Refuses lines of credit notes that are not parts of lines of the credited invoice, or that exceed these together with
-- the credits before. Their invoice is locked by the trigger that added the credit notes to it.
CREATE FUNCTION "billing"."check_credit_lines"(notes uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  refused record;
BEGIN
  SELECT line.position, line.invoice_id INTO refused
    FROM "billing"."invoice_lines" AS line
    JOIN "billing"."invoices" AS note ON note.id = line.invoice_id
    LEFT JOIN "billing"."invoice_lines" AS credited
      ON credited.id = line.credited_line_id AND credited.invoice_id = note.credited_invoice_id
    WHERE note.id = ANY (notes) AND (credited.id IS NULL
      OR sign(line.quantity_e4) <> -sign(credited.quantity_e4)
      OR sign(line.net_minor) = sign(credited.net_minor) AND line.net_minor <> 0
      OR (line.product_id, line.unit_price_micro, line.tax_rate_milli)
        IS DISTINCT FROM (credited.product_id, credited.unit_price_micro, credited.tax_rate_milli))
    LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'line % of credit note % is not a part of a line of the credited invoice',
      refused.position, refused.invoice_id USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_lines_credit_names_line';
  END IF;

  SELECT credited.position, credited.invoice_id INTO refused
    FROM "billing"."invoices" AS note
    JOIN "billing"."invoice_lines" AS credited ON credited.invoice_id = note.credited_invoice_id
    CROSS JOIN LATERAL (
      SELECT coalesce(-sum(quantity_e4), 0) AS quantity_e4, coalesce(-sum(net_minor), 0) AS net_minor
      FROM "billing"."invoice_lines" WHERE credited_line_id = credited.id
    ) AS sums
    WHERE note.id = ANY (notes) AND NOT (abs(sums.quantity_e4) <= abs(credited.quantity_e4)
      AND abs(sums.net_minor) <= abs(credited.net_minor)
      AND (sums.quantity_e4 <> credited.quantity_e4 OR sums.net_minor = credited.net_minor))
    LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the credits of line % of invoice % exceed it, or do not come to it exactly at the end',
      refused.position, refused.invoice_id USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_lines_credit_within_line';
  END IF;

  SELECT invoice.id INTO refused
    FROM "billing"."invoices" AS note
    JOIN "billing"."invoices" AS invoice ON invoice.id = note.credited_invoice_id
    WHERE note.id = ANY (notes) AND invoice.credited_minor <> invoice.total_minor AND NOT EXISTS (
      SELECT FROM "billing"."invoice_lines" AS credited
      WHERE credited.invoice_id = invoice.id AND credited.quantity_e4 <> (
        SELECT coalesce(-sum(quantity_e4), 0) FROM "billing"."invoice_lines" WHERE credited_line_id = credited.id)
    ) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the credits of all lines of invoice % do not come to its total', refused.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_lines_credit_adds_up';
  END IF;
END;
$$;
--> statement-breakpoint
-- As before, and a credit note of our own is given its lines at once, like an imported invoice: lines that come later
-- would not agree with its figures.
CREATE OR REPLACE FUNCTION "billing"."guard_invoice_lines"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched uuid[];
  notes uuid[];
  invoice record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(DISTINCT invoice_id) INTO touched FROM added;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(DISTINCT invoice_id) INTO touched FROM removed;
  ELSE
    SELECT array_agg(DISTINCT invoice_id) INTO touched
      FROM (SELECT invoice_id FROM added UNION ALL SELECT invoice_id FROM removed) AS changed;
  END IF;
  FOR invoice IN SELECT id, status FROM "billing"."invoices"
    WHERE id = ANY (touched) AND (TG_OP <> 'INSERT' OR origin <> 'IMPORTED' AND credited_invoice_id IS NULL)
    ORDER BY id FOR SHARE LOOP
    IF invoice.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'invoice % is % and its lines are frozen', invoice.id, invoice.status
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;

  IF TG_OP = 'DELETE' THEN
    RETURN NULL;
  END IF;
  SELECT line.invoice_id, line.position INTO invoice
    FROM added AS line JOIN "billing"."invoices" AS own
      ON own.id = line.invoice_id AND own.origin = 'OWN' AND own.credited_invoice_id IS NULL
    WHERE line.quantity_e4 <= 0 OR (line.product_id IS NULL) <> (line.sku IS NULL) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'line % of invoice % must have a quantity above zero, and a sku with a product only',
      invoice.position, invoice.invoice_id USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT whole.id INTO invoice
      FROM "billing"."invoices" AS whole CROSS JOIN LATERAL (
        SELECT sum(lines) AS line_count, sum(net) AS net_minor,
          sum(CASE WHEN whole.is_taxed_by_line THEN tax ELSE round(net * 0.00001 * tax_rate_milli) END) AS tax_minor
        FROM (
          SELECT tax_rate_milli, count(*) AS lines, sum(net_minor) AS net, sum(tax_minor) AS tax
          FROM "billing"."invoice_lines" WHERE invoice_id = whole.id GROUP BY tax_rate_milli
        ) AS rate
      ) AS lines
      WHERE whole.id = ANY (touched) AND (whole.origin = 'IMPORTED' OR whole.credited_invoice_id IS NOT NULL)
        AND (lines.line_count, lines.net_minor, lines.tax_minor) <> (whole.line_count, whole.net_minor, whole.tax_minor)
      LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'the lines of invoice % are not those that it was created with', invoice.id
        USING ERRCODE = 'check_violation';
    END IF;
    SELECT array_agg(id) INTO notes FROM "billing"."invoices" WHERE id = ANY (touched) AND credited_invoice_id IS NOT NULL;
    IF notes IS NOT NULL THEN
      PERFORM "billing".check_credit_lines(notes);
    END IF;
  END IF;
  SELECT line.invoice_id, line.position INTO invoice FROM added AS line
    WHERE line.credited_line_id IS NOT NULL AND line.invoice_id <> ALL (coalesce(notes, '{}')) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'line % of invoice % names a credited line and is not of a credit note',
      invoice.position, invoice.invoice_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- A credit note has its lines at the latest at the commit, and none only if its invoice has none.
CREATE FUNCTION "billing"."guard_credit_note"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.line_count <> (SELECT count(*) FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id)
    OR (NEW.line_count = 0) <> (SELECT line_count = 0 FROM "billing"."invoices" WHERE id = NEW.credited_invoice_id) THEN
    RAISE EXCEPTION 'the credit note % does not have its lines', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "invoice_credit_is_whole" AFTER INSERT ON "billing"."invoices"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.credited_invoice_id IS NOT NULL)
  EXECUTE FUNCTION "billing"."guard_credit_note"();
