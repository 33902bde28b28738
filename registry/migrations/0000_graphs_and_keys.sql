CREATE SCHEMA IF NOT EXISTS "registry";
--> statement-breakpoint
CREATE TABLE "registry"."audit_entries" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "registry"."audit_entries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"action" text NOT NULL,
	"graph" text,
	"variant" text,
	"subject" text,
	"key_id" text,
	"key_name" text,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry"."documents" (
	"hash" char(64) PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry"."graphs" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "graphs_id_check" CHECK (char_length("registry"."graphs"."id") between 1 and 64)
);
--> statement-breakpoint
CREATE TABLE "registry"."heads" (
	"variant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version_id" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "heads_variant_id_name_pk" PRIMARY KEY("variant_id","name")
);
--> statement-breakpoint
CREATE TABLE "registry"."launch_parts" (
	"launch_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	CONSTRAINT "launch_parts_launch_id_version_id_pk" PRIMARY KEY("launch_id","version_id")
);
--> statement-breakpoint
CREATE TABLE "registry"."launches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"cause" text NOT NULL,
	"subgraph" text,
	"supergraph_hash" char(64),
	"api_schema_hash" char(64),
	"problems" jsonb NOT NULL,
	"hints" jsonb NOT NULL,
	"key_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "launches_number_key" UNIQUE("variant_id","number"),
	CONSTRAINT "launches_cause_check" CHECK ("registry"."launches"."cause" in ('PUBLISH', 'DELETE', 'ROLLBACK')),
	CONSTRAINT "launches_result_check" CHECK (num_nulls("registry"."launches"."supergraph_hash", "registry"."launches"."api_schema_hash") in (0, 2) and ("registry"."launches"."supergraph_hash" is null) = (jsonb_array_length("registry"."launches"."problems") > 0))
);
--> statement-breakpoint
CREATE TABLE "registry"."subgraph_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"sdl_hash" char(64) NOT NULL,
	"git" jsonb,
	"key_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subgraph_versions_name_check" CHECK (char_length("registry"."subgraph_versions"."name") between 1 and 64),
	CONSTRAINT "subgraph_versions_url_check" CHECK (char_length("registry"."subgraph_versions"."url") between 0 and 2000)
);
--> statement-breakpoint
CREATE TABLE "registry"."variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"graph" text NOT NULL,
	"name" text NOT NULL,
	"current_launch" uuid,
	"launch_count" integer DEFAULT 0 NOT NULL,
	"readme" text,
	"readme_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "variants_name_key" UNIQUE("graph","name"),
	CONSTRAINT "variants_name_check" CHECK (char_length("registry"."variants"."name") between 1 and 63),
	CONSTRAINT "variants_readme_check" CHECK (char_length("registry"."variants"."readme") <= 100000)
);
--> statement-breakpoint
CREATE TABLE "registry"."api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" char(64) NOT NULL,
	"ending" text NOT NULL,
	"graph" text,
	"rights" text NOT NULL,
	"subgraphs" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_key" UNIQUE("hash"),
	CONSTRAINT "api_keys_name_check" CHECK (char_length("registry"."api_keys"."name") between 1 and 100),
	CONSTRAINT "api_keys_rights_check" CHECK ("registry"."api_keys"."rights" ~ '^(READ|CHECK|PUBLISH|REPORT|ADMIN)(,(READ|CHECK|PUBLISH|REPORT|ADMIN))*$')
);
--> statement-breakpoint
ALTER TABLE "registry"."heads" ADD CONSTRAINT "heads_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."heads" ADD CONSTRAINT "heads_version_id_subgraph_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "registry"."subgraph_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."launch_parts" ADD CONSTRAINT "launch_parts_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "registry"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."launch_parts" ADD CONSTRAINT "launch_parts_version_id_subgraph_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "registry"."subgraph_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."launches" ADD CONSTRAINT "launches_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."launches" ADD CONSTRAINT "launches_supergraph_hash_documents_hash_fk" FOREIGN KEY ("supergraph_hash") REFERENCES "registry"."documents"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."launches" ADD CONSTRAINT "launches_api_schema_hash_documents_hash_fk" FOREIGN KEY ("api_schema_hash") REFERENCES "registry"."documents"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."subgraph_versions" ADD CONSTRAINT "subgraph_versions_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."subgraph_versions" ADD CONSTRAINT "subgraph_versions_sdl_hash_documents_hash_fk" FOREIGN KEY ("sdl_hash") REFERENCES "registry"."documents"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."variants" ADD CONSTRAINT "variants_graph_graphs_id_fk" FOREIGN KEY ("graph") REFERENCES "registry"."graphs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_of_graph" ON "registry"."audit_entries" USING btree ("graph","position");--> statement-breakpoint
CREATE INDEX "subgraph_versions_of_variant" ON "registry"."subgraph_versions" USING btree ("variant_id","name","created_at");--> statement-breakpoint
CREATE INDEX "api_keys_of_graph" ON "registry"."api_keys" USING btree ("graph") WHERE "registry"."api_keys"."deleted_at" is null;