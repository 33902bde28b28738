-- Payment is not due before the issue date. What was issued keeps its dates.
CREATE OR REPLACE FUNCTION "billing"."guard_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free constant text[] := array['status', 'version', 'updated_at'];
  sums record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' THEN
      RAISE EXCEPTION 'an invoice begins as a draft, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
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
    IF NEW.due_date < NEW.issue_date THEN
      RAISE EXCEPTION 'invoice % is due before its issue date', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    SELECT coalesce(sum(lines), 0) AS line_count, coalesce(sum(net), 0) AS net_minor,
        coalesce(sum(round(net * 0.00001 * tax_rate_milli)), 0) AS tax_minor
      INTO sums FROM (
        SELECT tax_rate_milli, count(*) AS lines, sum(net_minor) AS net
        FROM "billing"."invoice_lines" WHERE invoice_id = NEW.id GROUP BY tax_rate_milli
      ) AS rate;
    IF NEW.is_taxed_by_line OR (sums.line_count, sums.net_minor, sums.tax_minor) IS DISTINCT FROM
      (NEW.line_count::numeric, NEW.net_minor::numeric, NEW.tax_minor::numeric) THEN
      RAISE EXCEPTION 'the figures of invoice % are not the sums of its lines and the taxes of its rates', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END;
$$;
