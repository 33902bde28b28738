CREATE TABLE "billing"."portal_link_mails" (
	"link_id" uuid NOT NULL,
	"mail_id" uuid NOT NULL,
	CONSTRAINT "portal_link_mails_link_id_mail_id_pk" PRIMARY KEY("link_id","mail_id")
);
--> statement-breakpoint
ALTER TABLE "billing"."portal_link_mails" ADD CONSTRAINT "portal_link_mails_link_id_portal_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "billing"."portal_links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "billing"."portal_link_mails" ("link_id", "mail_id") SELECT "id", "mail_id" FROM "billing"."portal_links" WHERE "mail_id" IS NOT NULL;
