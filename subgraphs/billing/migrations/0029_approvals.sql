-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
CREATE TABLE "billing"."approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"invoice_id" uuid NOT NULL,
	"input" jsonb NOT NULL,
	"amount_minor" bigint NOT NULL,
	"request_reason" text NOT NULL,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"rejection_reason" text,
	"result_id" uuid,
	CONSTRAINT "approvals_action_known" CHECK ("billing"."approvals"."action" in ('REVERSE_PAYMENT', 'CREDIT', 'VOID')),
	CONSTRAINT "approvals_status_known" CHECK ("billing"."approvals"."status" in ('PENDING', 'APPROVED', 'REJECTED')),
	CONSTRAINT "approvals_input_object" CHECK (jsonb_typeof("billing"."approvals"."input") = 'object'),
	CONSTRAINT "approvals_amount_not_negative" CHECK ("billing"."approvals"."amount_minor" >= 0),
	CONSTRAINT "approvals_decided_is_complete" CHECK (("billing"."approvals"."status" = 'PENDING') = ("billing"."approvals"."decided_by" is null) and num_nulls("billing"."approvals"."decided_by", "billing"."approvals"."decided_at") in (0, 2) and ("billing"."approvals"."status" = 'REJECTED') = ("billing"."approvals"."rejection_reason" is not null) and ("billing"."approvals"."status" = 'APPROVED') = ("billing"."approvals"."result_id" is not null)),
	CONSTRAINT "approvals_not_by_requester" CHECK ("billing"."approvals"."status" <> 'APPROVED' or "billing"."approvals"."decided_by" <> "billing"."approvals"."requested_by"),
	CONSTRAINT "approvals_text_lengths" CHECK (char_length("billing"."approvals"."request_reason") <= 500 and char_length("billing"."approvals"."rejection_reason") <= 500)
);
--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD COLUMN "pending_action" text;--> statement-breakpoint
ALTER TABLE "billing"."approvals" ADD CONSTRAINT "approvals_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_one_pending" ON "billing"."approvals" USING btree ("invoice_id") WHERE "billing"."approvals"."status" = 'PENDING';--> statement-breakpoint
CREATE INDEX "approvals_by_invoice" ON "billing"."approvals" USING btree ("invoice_id","id");--> statement-breakpoint
CREATE INDEX "approvals_pending" ON "billing"."approvals" USING btree ("id") WHERE "billing"."approvals"."status" = 'PENDING';--> statement-breakpoint
ALTER TABLE "billing"."invoices" ADD CONSTRAINT "invoices_pending_is_issued" CHECK ("billing"."invoices"."pending_action" is null or ("billing"."invoices"."pending_action" in ('REVERSE_PAYMENT', 'CREDIT', 'VOID') and "billing"."invoices"."status" in ('ISSUED', 'PAID')));
--> statement-breakpoint
-- A request is decided once, and is otherwise as it was made.
CREATE FUNCTION "billing"."guard_approval"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free constant text[] := array['status', 'decided_by', 'decided_at', 'rejection_reason', 'result_id'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.status <> 'PENDING' OR to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'the request % is %, is decided once and is kept', OLD.id, OLD.status
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "approvals_guard" BEFORE UPDATE OR DELETE ON "billing"."approvals"
  FOR EACH ROW EXECUTE FUNCTION "billing"."guard_approval"();
--> statement-breakpoint
-- An issued invoice may wait for a decision: only the list of what may change then gets one more column.
DO $do$
DECLARE
  before constant text := pg_get_functiondef('"billing"."guard_invoice"()'::regprocedure);
  changed constant text := replace(before, $$'reversible_entries', 'settled_at'$$,
    $$'reversible_entries', 'pending_action', 'settled_at'$$);
BEGIN
  IF changed = before THEN
    RAISE EXCEPTION 'guard_invoice does not list what may change as expected';
  END IF;
  EXECUTE changed;
END;
$do$;
