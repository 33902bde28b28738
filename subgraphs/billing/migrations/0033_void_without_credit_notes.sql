-- Credit notes may come to zero, as that of a line without a price: an invoice that has such ones does not become void.
DO $do$
DECLARE
  guard constant text := pg_get_functiondef('"billing"."guard_invoice"()'::regprocedure);
  status_before constant text := $$IF NEW.status <> OLD.status AND NOT (CASE OLD.status || ' ' || NEW.status$$;
  status_after constant text := $$IF NEW.status = 'VOID' AND OLD.status <> 'VOID'
    AND EXISTS (SELECT FROM "billing"."invoices" WHERE credited_invoice_id = OLD.id) THEN
    RAISE EXCEPTION 'invoice % has credit notes and cannot become void', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND NOT (CASE OLD.status || ' ' || NEW.status$$;
BEGIN
  IF position(status_before IN guard) = 0 THEN
    RAISE EXCEPTION 'guard_invoice does not check the status as expected';
  END IF;
  EXECUTE replace(guard, status_before, status_after);
END;
$do$;
