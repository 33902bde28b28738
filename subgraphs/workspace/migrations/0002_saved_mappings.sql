CREATE TABLE "workspace"."saved_mappings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"json" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_mappings_name_check" CHECK (char_length("workspace"."saved_mappings"."name") between 1 and 100),
	CONSTRAINT "saved_mappings_json_check" CHECK (octet_length("workspace"."saved_mappings"."json") <= 65536),
	CONSTRAINT "saved_mappings_version_check" CHECK ("workspace"."saved_mappings"."version" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "saved_mappings_name_key" ON "workspace"."saved_mappings" USING btree ("owner","name");