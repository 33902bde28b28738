CREATE TABLE "registry"."instances" (
	"variant_id" uuid NOT NULL,
	"subgraph" text NOT NULL,
	"id" text NOT NULL,
	"url" text NOT NULL,
	"sdl_hash" char(64) NOT NULL,
	"version" text NOT NULL,
	"lease_seconds" integer NOT NULL,
	"key_id" text,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"renewed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "instances_variant_id_subgraph_id_pk" PRIMARY KEY("variant_id","subgraph","id"),
	CONSTRAINT "instances_url_key" UNIQUE("variant_id","subgraph","url"),
	CONSTRAINT "instances_id_check" CHECK (char_length("registry"."instances"."id") between 1 and 64),
	CONSTRAINT "instances_url_check" CHECK (char_length("registry"."instances"."url") between 1 and 500),
	CONSTRAINT "instances_version_check" CHECK (char_length("registry"."instances"."version") between 0 and 100),
	CONSTRAINT "instances_lease_check" CHECK ("registry"."instances"."lease_seconds" between 5 and 60)
);
--> statement-breakpoint
ALTER TABLE "registry"."api_keys" DROP CONSTRAINT "api_keys_rights_check";--> statement-breakpoint
ALTER TABLE "registry"."instances" ADD CONSTRAINT "instances_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "instances_by_expiry" ON "registry"."instances" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "registry"."api_keys" ADD CONSTRAINT "api_keys_rights_check" CHECK ("registry"."api_keys"."rights" ~ '^(READ|CHECK|PUBLISH|REPORT|REGISTER|ADMIN)(,(READ|CHECK|PUBLISH|REPORT|REGISTER|ADMIN))*$');