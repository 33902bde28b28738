-- What the life of an invoice forbids is refused by the database too, whoever writes to it.

-- Invoices begin as drafts; drafts are deleted or issued; what issuing froze never changes. Columns added later are
-- frozen too, until a migration says otherwise.
CREATE FUNCTION "billing"."guard_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  -- A generated column is not computed yet when this runs; it follows from columns that are frozen.
  free constant text[] := array['status', 'version', 'updated_at', 'number_order'];
  sums record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'an invoice begins as a draft, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;

  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'invoice % is % and cannot be deleted', OLD.id, OLD.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;

  IF NEW.status <> OLD.status
    AND (OLD.status, NEW.status) NOT IN (('DRAFT', 'ISSUED'), ('ISSUED', 'PAID'), ('ISSUED', 'VOID')) THEN
    RAISE EXCEPTION 'invoice % cannot go from % to %', OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NEW.version <= OLD.version THEN
    RAISE EXCEPTION 'invoice % keeps its id and birth, and its version grows', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'DRAFT' AND to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'invoice % is % and frozen', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.status = 'DRAFT' AND NEW.status = 'ISSUED' THEN
    SELECT count(*) AS line_count, coalesce(sum(net_minor), 0) AS net_minor, coalesce(sum(tax_minor), 0) AS tax_minor
      INTO sums FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id;
    IF (sums.line_count, sums.net_minor, sums.tax_minor) IS DISTINCT FROM
      (NEW.line_count::bigint, NEW.net_minor::numeric, NEW.tax_minor::numeric) THEN
      RAISE EXCEPTION 'the figures of invoice % are not the sums of its lines', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_guard" BEFORE INSERT OR UPDATE OR DELETE ON "billing"."invoices"
  FOR EACH ROW EXECUTE FUNCTION "billing"."guard_invoice"();
--> statement-breakpoint
-- One check for all lines a statement touches. FOR SHARE waits for whoever issues the invoice at this moment.
CREATE FUNCTION "billing"."guard_invoice_lines"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched uuid[];
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
  FOR invoice IN SELECT id, status FROM "billing"."invoices" WHERE id = ANY (touched) ORDER BY id FOR SHARE LOOP
    IF invoice.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'invoice % is % and its lines are frozen', invoice.id, invoice.status
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_lines_guard_insert" AFTER INSERT ON "billing"."invoice_lines"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_invoice_lines"();
--> statement-breakpoint
CREATE TRIGGER "invoice_lines_guard_update" AFTER UPDATE ON "billing"."invoice_lines"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_invoice_lines"();
--> statement-breakpoint
CREATE TRIGGER "invoice_lines_guard_delete" AFTER DELETE ON "billing"."invoice_lines"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_invoice_lines"();
