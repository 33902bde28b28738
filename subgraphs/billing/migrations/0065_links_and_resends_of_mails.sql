ALTER TABLE "billing"."portal_links" ADD COLUMN "mail_id" uuid;--> statement-breakpoint
CREATE INDEX "invoice_mails_by_resent" ON "billing"."invoice_mails" USING btree ("resent_mail_id");