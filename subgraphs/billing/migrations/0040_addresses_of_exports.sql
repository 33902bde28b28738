CREATE TABLE "billing"."export_addresses" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"request" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "export_addresses_by_expiry" ON "billing"."export_addresses" USING btree ("expires_at");