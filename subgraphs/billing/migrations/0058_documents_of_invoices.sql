CREATE TABLE "billing"."document_addresses" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"request" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "billing"."invoice_documents" (
	"invoice_id" uuid NOT NULL,
	"format" text NOT NULL,
	"language" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoice_documents_invoice_id_format_language_pk" PRIMARY KEY("invoice_id","format","language"),
	CONSTRAINT "invoice_documents_form_known" CHECK ("billing"."invoice_documents"."format" in ('PDF', 'CII', 'UBL') and "billing"."invoice_documents"."language" in ('EN', 'FR')),
	CONSTRAINT "invoice_documents_hash_form" CHECK ("billing"."invoice_documents"."sha256" ~ '^[0-9a-f]{64}$' and "billing"."invoice_documents"."size_bytes" > 0)
);
--> statement-breakpoint
CREATE INDEX "document_addresses_by_expiry" ON "billing"."document_addresses" USING btree ("expires_at");
--> statement-breakpoint
CREATE FUNCTION "billing"."guard_invoice_documents"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed: a document is made once', TG_TABLE_NAME
    USING ERRCODE = 'check_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "invoice_documents_guard" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."invoice_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."guard_invoice_documents"();
