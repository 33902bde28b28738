CREATE TABLE "registry"."approvals" (
	"variant_id" uuid NOT NULL,
	"change_id" text NOT NULL,
	"branch" text NOT NULL,
	"reason" text NOT NULL,
	"key_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approvals_variant_id_change_id_branch_pk" PRIMARY KEY("variant_id","change_id","branch"),
	CONSTRAINT "approvals_change_id_check" CHECK ("registry"."approvals"."change_id" ~ '^[0-9a-f]{12}$'),
	CONSTRAINT "approvals_branch_check" CHECK (char_length("registry"."approvals"."branch") between 0 and 2000),
	CONSTRAINT "approvals_reason_check" CHECK (char_length("registry"."approvals"."reason") between 1 and 2000)
);
--> statement-breakpoint
CREATE TABLE "registry"."check_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"subgraph" text,
	"status" text NOT NULL,
	"tasks" jsonb NOT NULL,
	"git" jsonb,
	"key_id" text,
	"duration_ms" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "check_runs_status_check" CHECK ("registry"."check_runs"."status" in ('PASSED', 'FAILED'))
);
--> statement-breakpoint
CREATE TABLE "registry"."persisted_lists" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"counts" jsonb NOT NULL,
	"manifest_hash" char(64) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry"."persisted_manifests" (
	"hash" char(64) PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry"."persisted_operations" (
	"variant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"client_name" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"usage_hash" char(64),
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "persisted_operations_variant_id_id_client_name_pk" PRIMARY KEY("variant_id","id","client_name"),
	CONSTRAINT "persisted_operations_type_check" CHECK ("registry"."persisted_operations"."type" in ('QUERY', 'MUTATION', 'SUBSCRIPTION'))
);
--> statement-breakpoint
CREATE TABLE "registry"."coordinate_usage" (
	"operation_id" bigint NOT NULL,
	"coordinate" text NOT NULL,
	"day" date NOT NULL,
	"client_name" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "coordinate_usage_operation_id_coordinate_day_client_name_pk" PRIMARY KEY("operation_id","coordinate","day","client_name")
);
--> statement-breakpoint
CREATE TABLE "registry"."operation_usage" (
	"operation_id" bigint NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"client_name" text NOT NULL,
	"client_version" text NOT NULL,
	"count" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"latency" bigint[] NOT NULL,
	CONSTRAINT "operation_usage_operation_id_hour_client_name_client_version_pk" PRIMARY KEY("operation_id","hour","client_name","client_version"),
	CONSTRAINT "operation_usage_count_check" CHECK ("registry"."operation_usage"."count" >= "registry"."operation_usage"."errors")
);
--> statement-breakpoint
CREATE TABLE "registry"."usage_operations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "registry"."usage_operations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"variant_id" uuid NOT NULL,
	"hash" char(64) NOT NULL,
	"name" text,
	"text" text NOT NULL,
	"are_inputs_known" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_operations_hash_key" UNIQUE("variant_id","hash")
);
--> statement-breakpoint
CREATE TABLE "registry"."usage_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "registry"."approvals" ADD CONSTRAINT "approvals_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."check_runs" ADD CONSTRAINT "check_runs_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."persisted_lists" ADD CONSTRAINT "persisted_lists_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."persisted_lists" ADD CONSTRAINT "persisted_lists_manifest_hash_persisted_manifests_hash_fk" FOREIGN KEY ("manifest_hash") REFERENCES "registry"."persisted_manifests"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."persisted_manifests" ADD CONSTRAINT "persisted_manifests_hash_documents_hash_fk" FOREIGN KEY ("hash") REFERENCES "registry"."documents"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."persisted_operations" ADD CONSTRAINT "persisted_operations_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."coordinate_usage" ADD CONSTRAINT "coordinate_usage_operation_id_usage_operations_id_fk" FOREIGN KEY ("operation_id") REFERENCES "registry"."usage_operations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."operation_usage" ADD CONSTRAINT "operation_usage_operation_id_usage_operations_id_fk" FOREIGN KEY ("operation_id") REFERENCES "registry"."usage_operations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."usage_operations" ADD CONSTRAINT "usage_operations_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry"."usage_reports" ADD CONSTRAINT "usage_reports_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "registry"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_runs_of_variant" ON "registry"."check_runs" USING btree ("variant_id","created_at");--> statement-breakpoint
CREATE INDEX "check_runs_by_age" ON "registry"."check_runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "coordinate_usage_by_coordinate" ON "registry"."coordinate_usage" USING btree ("coordinate","operation_id","day");--> statement-breakpoint
CREATE INDEX "coordinate_usage_by_day" ON "registry"."coordinate_usage" USING btree ("day");--> statement-breakpoint
CREATE INDEX "operation_usage_by_hour" ON "registry"."operation_usage" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "usage_operations_by_age" ON "registry"."usage_operations" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "usage_reports_by_age" ON "registry"."usage_reports" USING btree ("received_at");