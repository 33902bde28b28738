CREATE SCHEMA IF NOT EXISTS "batch";
--> statement-breakpoint
CREATE TABLE "batch"."checkpoints" (
	"instance_id" uuid NOT NULL,
	"step" text NOT NULL,
	"partition" integer NOT NULL,
	"from_byte" bigint NOT NULL,
	"to_byte" bigint,
	"next_byte" bigint NOT NULL,
	"next_row" bigint NOT NULL,
	"next_line" bigint NOT NULL,
	"is_done" boolean DEFAULT false NOT NULL,
	CONSTRAINT "checkpoints_instance_id_step_partition_pk" PRIMARY KEY("instance_id","step","partition"),
	CONSTRAINT "checkpoints_order_check" CHECK ("batch"."checkpoints"."from_byte" <= "batch"."checkpoints"."next_byte" and "batch"."checkpoints"."next_byte" <= coalesce("batch"."checkpoints"."to_byte", "batch"."checkpoints"."next_byte"))
);
--> statement-breakpoint
CREATE TABLE "batch"."job_executions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instance_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"status" text NOT NULL,
	"skip_limit" bigint,
	"options" jsonb NOT NULL,
	"worker" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"exit_message" text,
	CONSTRAINT "job_executions_instance_attempt_key" UNIQUE("instance_id","attempt"),
	CONSTRAINT "job_executions_status_check" CHECK ("batch"."job_executions"."status" in ('STARTED', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED', 'ABANDONED')),
	CONSTRAINT "job_executions_ended_check" CHECK (("batch"."job_executions"."status" in ('STARTED', 'STOPPING')) = ("batch"."job_executions"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "batch"."job_instances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "batch"."job_instances_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"key_hash" char(64) NOT NULL,
	"file_sha256" char(64) NOT NULL,
	"target" text NOT NULL,
	"mapping_name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"file_path" text NOT NULL,
	"file_name" text NOT NULL,
	"file_bytes" bigint NOT NULL,
	"rejected_rows" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_instances_number_key" UNIQUE("number"),
	CONSTRAINT "job_instances_key_hash_key" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "batch"."rejects" (
	"instance_id" uuid NOT NULL,
	"row_number" bigint NOT NULL,
	"line" bigint NOT NULL,
	"byte_offset" bigint NOT NULL,
	"column_name" text,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"cells" text[] NOT NULL,
	"execution_id" uuid NOT NULL,
	CONSTRAINT "rejects_instance_id_row_number_pk" PRIMARY KEY("instance_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "batch"."step_executions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"execution_id" uuid NOT NULL,
	"name" text NOT NULL,
	"partition" integer NOT NULL,
	"status" text NOT NULL,
	"read_rows" bigint DEFAULT 0 NOT NULL,
	"loaded_invoices" bigint DEFAULT 0 NOT NULL,
	"loaded_rows" bigint DEFAULT 0 NOT NULL,
	"already_there_rows" bigint DEFAULT 0 NOT NULL,
	"conflicting_rows" bigint DEFAULT 0 NOT NULL,
	"rejected_rows" bigint DEFAULT 0 NOT NULL,
	"commits" bigint DEFAULT 0 NOT NULL,
	"rollbacks" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"chunk_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "step_executions_partition_key" UNIQUE("execution_id","name","partition"),
	CONSTRAINT "step_executions_status_check" CHECK ("batch"."step_executions"."status" in ('STARTED', 'STOPPED', 'FAILED', 'COMPLETED'))
);
--> statement-breakpoint
ALTER TABLE "batch"."checkpoints" ADD CONSTRAINT "checkpoints_instance_id_job_instances_id_fk" FOREIGN KEY ("instance_id") REFERENCES "batch"."job_instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch"."job_executions" ADD CONSTRAINT "job_executions_instance_id_job_instances_id_fk" FOREIGN KEY ("instance_id") REFERENCES "batch"."job_instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch"."rejects" ADD CONSTRAINT "rejects_execution_fk" FOREIGN KEY ("execution_id") REFERENCES "batch"."job_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch"."step_executions" ADD CONSTRAINT "step_executions_execution_id_job_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "batch"."job_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "job_executions_one_runs_key" ON "batch"."job_executions" USING btree ("instance_id") WHERE "batch"."job_executions"."status" in ('STARTED', 'STOPPING');--> statement-breakpoint
CREATE UNIQUE INDEX "job_executions_one_completes_key" ON "batch"."job_executions" USING btree ("instance_id") WHERE "batch"."job_executions"."status" = 'COMPLETED';--> statement-breakpoint
CREATE INDEX "job_instances_file_name_idx" ON "batch"."job_instances" USING btree ("file_name");--> statement-breakpoint
CREATE INDEX "rejects_code_idx" ON "batch"."rejects" USING btree ("instance_id","code","row_number");