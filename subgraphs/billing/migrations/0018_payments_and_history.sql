-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
CREATE TABLE "billing"."invoice_history" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."invoice_history_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"invoice_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "invoice_history_details_object" CHECK (jsonb_typeof("billing"."invoice_history"."details") = 'object')
);
--> statement-breakpoint
CREATE TABLE "billing"."payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invoice_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"method" text NOT NULL,
	"reference" text,
	"paid_on" date NOT NULL,
	"reverses_payment_id" uuid,
	"note" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"import_job_id" uuid,
	"import_row" bigint,
	CONSTRAINT "payments_reversed_once" UNIQUE("reverses_payment_id"),
	CONSTRAINT "payments_kind_known" CHECK ("billing"."payments"."kind" in ('PAYMENT', 'REVERSAL', 'REFUND')),
	CONSTRAINT "payments_method_known" CHECK ("billing"."payments"."method" in ('BANK_TRANSFER', 'CARD', 'DIRECT_DEBIT', 'CASH', 'CHEQUE', 'OTHER')),
	CONSTRAINT "payments_sign_of_kind" CHECK (case "billing"."payments"."kind" when 'PAYMENT' then "billing"."payments"."amount_minor" > 0 when 'REFUND' then "billing"."payments"."amount_minor" < 0 else "billing"."payments"."amount_minor" <> 0 end),
	CONSTRAINT "payments_reversal_names_entry" CHECK (("billing"."payments"."kind" = 'REVERSAL') = ("billing"."payments"."reverses_payment_id" is not null)),
	CONSTRAINT "payments_text_lengths" CHECK (char_length("billing"."payments"."reference") <= 140 and char_length("billing"."payments"."note") <= 500),
	CONSTRAINT "payments_import_is_whole" CHECK (num_nonnulls("billing"."payments"."import_job_id", "billing"."payments"."import_row") in (0, 2) and "billing"."payments"."import_row" > 0)
);
--> statement-breakpoint
ALTER TABLE "billing"."invoices" DROP CONSTRAINT "invoices_own_is_whole";--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "paid_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "credited_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "voided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "credited_invoice_id" uuid;--> statement-breakpoint
ALTER TABLE "billing"."payments" ADD CONSTRAINT "payments_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."payments" ADD CONSTRAINT "payments_reverses_payment_id_payments_id_fk" FOREIGN KEY ("reverses_payment_id") REFERENCES "billing"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoice_history_by_invoice" ON "billing"."invoice_history" USING btree ("invoice_id","position");--> statement-breakpoint
CREATE INDEX "payments_by_invoice" ON "billing"."payments" USING btree ("invoice_id","id");--> statement-breakpoint
CREATE INDEX "invoices_by_credited_invoice" ON "billing"."invoices" USING btree ("credited_invoice_id") WHERE "billing"."invoices"."credited_invoice_id" is not null;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_settlement_in_bounds" CHECK ("billing"."invoices"."paid_minor" = 0 and "billing"."invoices"."credited_minor" = 0 or ("billing"."invoices"."kind" = 'INVOICE' and "billing"."invoices"."status" in ('ISSUED', 'PAID') and "billing"."invoices"."paid_minor" between 0 and "billing"."invoices"."total_minor" and "billing"."invoices"."credited_minor" between 0 and "billing"."invoices"."total_minor"));--> statement-breakpoint
ALTER TABLE "billing"."invoices" DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE "billing"."invoices" SET "voided_at" = "updated_at" WHERE "status" = 'VOID';--> statement-breakpoint
ALTER TABLE "billing"."invoices" ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_void_has_time" CHECK (("billing"."invoices"."status" = 'VOID') = ("billing"."invoices"."voided_at" is not null));--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_settled_is_paid" CHECK ("billing"."invoices"."settled_at" is null or "billing"."invoices"."status" = 'PAID');--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_credited_by_own" CHECK ("billing"."invoices"."credited_invoice_id" is null or "billing"."invoices"."origin" = 'OWN');--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_own_is_whole" CHECK ("billing"."invoices"."origin" = 'IMPORTED' or ("billing"."invoices"."origin" = 'OWN' and "billing"."invoices"."kind" in ('INVOICE', 'CREDIT_NOTE') and ("billing"."invoices"."kind" = 'CREDIT_NOTE') = ("billing"."invoices"."credited_invoice_id" is not null) and "billing"."invoices"."customer_id" is not null and num_nonnulls("billing"."invoices"."import_job_id", "billing"."invoices"."import_row") = 0));
--> statement-breakpoint
-- What the life of an invoice forbids is refused here too, whoever writes. The sums of payments and credits change only
-- by the triggers that add an entry to them, and the status follows from the sums.
CREATE OR REPLACE FUNCTION "billing"."guard_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free constant text[] := array['status', 'version', 'updated_at', 'paid_minor', 'credited_minor', 'settled_at',
    'voided_at'];
  is_settled boolean;
  sums record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' AND NOT (NEW.kind = 'CREDIT_NOTE' AND NEW.status = 'PAID') THEN
      RAISE EXCEPTION 'an invoice begins as a draft, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paid_minor <> 0 OR NEW.credited_minor <> 0 THEN
      RAISE EXCEPTION 'invoice % begins without payments and credits', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;

  is_settled := NEW.paid_minor + NEW.credited_minor >= NEW.total_minor;
  IF NEW.status <> OLD.status AND NOT (CASE OLD.status || ' ' || NEW.status
    WHEN 'DRAFT ISSUED' THEN NOT is_settled
    WHEN 'DRAFT PAID' THEN is_settled
    -- An imported invoice may be paid elsewhere.
    WHEN 'ISSUED PAID' THEN is_settled OR OLD.origin = 'IMPORTED'
    WHEN 'PAID ISSUED' THEN NOT is_settled AND NEW.paid_minor < OLD.paid_minor
    WHEN 'ISSUED VOID' THEN OLD.kind = 'INVOICE' AND OLD.paid_minor = 0 AND OLD.credited_minor = 0
    WHEN 'PAID VOID' THEN OLD.kind = 'INVOICE' AND OLD.total_minor = 0
    ELSE false
  END) THEN
    RAISE EXCEPTION 'invoice % cannot go from % to %', OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.paid_minor, NEW.credited_minor) <> (OLD.paid_minor, OLD.credited_minor) AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the sums of invoice % change only by an entry of its own', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NEW.version <= OLD.version THEN
    RAISE EXCEPTION 'invoice % keeps its id and birth, and its version grows', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'DRAFT' AND to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'invoice % is % and frozen', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = NEW.status AND OLD.status <> 'DRAFT'
    AND (OLD.settled_at, OLD.voided_at) IS DISTINCT FROM (NEW.settled_at, NEW.voided_at) THEN
    RAISE EXCEPTION 'invoice % keeps the times of its status', OLD.id USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT' THEN
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
--> statement-breakpoint
-- Of an invoice of zero nothing is left to pay: those that were issued before this rule follow it.
UPDATE "billing"."invoices" SET status = 'PAID', settled_at = issued_at, version = version + 1, updated_at = now()
  WHERE status = 'ISSUED' AND origin = 'OWN' AND total_minor = 0;
--> statement-breakpoint
CREATE FUNCTION "billing"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "payments_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."payments"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "invoice_history_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."invoice_history"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."refuse_change"();
--> statement-breakpoint
-- Adds the entries of one statement to their invoices, sets the status of these and writes the history. Two writers of
-- one invoice follow each other: the second sees the sums of the first. The lock lets the foreign key's check pass.
CREATE FUNCTION "billing"."apply_payments"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  refused record;
BEGIN
  PERFORM FROM "billing"."invoices" WHERE id IN (SELECT invoice_id FROM added) ORDER BY id FOR NO KEY UPDATE;

  SELECT reversal.id INTO refused FROM added AS reversal
    JOIN "billing"."payments" AS entry ON entry.id = reversal.reverses_payment_id
    WHERE entry.kind = 'REVERSAL' OR entry.invoice_id <> reversal.invoice_id
      OR entry.amount_minor <> -reversal.amount_minor;
  IF FOUND THEN
    RAISE EXCEPTION 'the reversal % does not mirror its entry', refused.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_reversal_mirrors';
  END IF;

  SELECT invoice.id, invoice.status INTO refused
    FROM (
      SELECT invoice_id, sum(amount_minor) AS amount_minor, bool_or(kind = 'PAYMENT') AS has_payment,
        bool_or(kind = 'REFUND') AS has_refund
      FROM added GROUP BY invoice_id
    ) AS entry
    JOIN "billing"."invoices" AS invoice ON invoice.id = entry.invoice_id
    CROSS JOIN LATERAL (SELECT paid_minor + entry.amount_minor AS paid) AS new
    CROSS JOIN LATERAL (SELECT total_minor - credited_minor - paid AS left_minor) AS rest
    WHERE kind <> 'INVOICE' OR status NOT IN ('ISSUED', 'PAID') OR paid < 0
      OR has_payment AND (status = 'PAID' OR left_minor < 0)
      OR has_refund AND left_minor > 0
    ORDER BY invoice.id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'invoice %, which is %, does not take these payments: they exceed what is left to pay or to give back',
      refused.id, refused.status USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_within_balance';
  END IF;

  UPDATE "billing"."invoices" AS invoice SET
      paid_minor = paid,
      status = CASE WHEN is_settled THEN 'PAID' ELSE 'ISSUED' END,
      settled_at = CASE WHEN is_settled THEN coalesce(settled_at, entry.recorded_at) END,
      version = version + 1,
      updated_at = entry.recorded_at
    FROM (
      SELECT known.id, known.paid_minor + sum(amount_minor) AS paid,
        known.paid_minor + sum(amount_minor) + known.credited_minor >= known.total_minor AS is_settled,
        max(recorded_at) AS recorded_at
      FROM added JOIN "billing"."invoices" AS known ON known.id = added.invoice_id GROUP BY known.id
    ) AS entry
    WHERE invoice.id = entry.id;

  INSERT INTO "billing"."invoice_history" (invoice_id, kind, occurred_at, actor, details)
    SELECT invoice_id,
      CASE kind WHEN 'PAYMENT' THEN 'PAYMENT_RECORDED' WHEN 'REFUND' THEN 'REFUNDED' ELSE 'PAYMENT_REVERSED' END,
      recorded_at, recorded_by, jsonb_strip_nulls(jsonb_build_object('paymentId', id, 'amountMinor', amount_minor::text,
        'reason', CASE WHEN kind = 'REVERSAL' THEN note END))
    FROM added ORDER BY id;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "payments_apply" AFTER INSERT ON "billing"."payments"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."apply_payments"();
--> statement-breakpoint
-- Adds a credit note of our own to the sum of its invoice. Imported ones name no invoice and pass it by.
CREATE FUNCTION "billing"."apply_credit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "billing"."invoices" AS invoice SET
      credited_minor = new_minor,
      status = CASE WHEN is_settled THEN 'PAID' ELSE status END,
      settled_at = CASE WHEN is_settled AND status = 'ISSUED' THEN NEW.issued_at ELSE settled_at END,
      version = version + 1,
      updated_at = NEW.updated_at
    FROM (
      SELECT known.id, credited_minor - NEW.total_minor AS new_minor,
        paid_minor + credited_minor - NEW.total_minor >= total_minor AS is_settled
      FROM "billing"."invoices" AS known WHERE id = NEW.credited_invoice_id FOR NO KEY UPDATE
    ) AS credit
    WHERE invoice.id = credit.id AND kind = 'INVOICE' AND status IN ('ISSUED', 'PAID') AND currency = NEW.currency;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the credit note % credits an invoice that takes no credits', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_credit_takes';
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_credit_apply" AFTER INSERT ON "billing"."invoices"
  FOR EACH ROW WHEN (NEW.credited_invoice_id IS NOT NULL) EXECUTE FUNCTION "billing"."apply_credit"();
