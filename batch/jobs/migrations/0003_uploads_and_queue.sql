CREATE TABLE "batch"."file_addresses" (
	"token_sha256" char(64) PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"purpose" text NOT NULL,
	"target_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "file_addresses_purpose_check" CHECK ("batch"."file_addresses"."purpose" in ('UPLOAD', 'REJECTS'))
);
--> statement-breakpoint
CREATE TABLE "batch"."upload_parts" (
	"upload_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "upload_parts_upload_id_part_pk" PRIMARY KEY("upload_id","part")
);
--> statement-breakpoint
CREATE TABLE "batch"."uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"file_name" text NOT NULL,
	"file_bytes" bigint NOT NULL,
	"state" text DEFAULT 'EMPTY' NOT NULL,
	"file_sha256" char(64),
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_state_check" CHECK ("batch"."uploads"."state" in ('EMPTY', 'FILLING', 'COMPLETE')),
	CONSTRAINT "uploads_complete_check" CHECK (("batch"."uploads"."state" = 'COMPLETE') = ("batch"."uploads"."file_sha256" is not null))
);
--> statement-breakpoint
CREATE TABLE "batch"."idempotency_keys" (
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operation_subject_key_pk" PRIMARY KEY("operation","subject","key")
);
--> statement-breakpoint
CREATE TABLE "batch"."import_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"upload_id" uuid,
	"file_name" text NOT NULL,
	"mapping_name" text,
	"mapping" jsonb,
	"parameters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"skip_limit" bigint,
	"skip_percent" double precision,
	"reason_percent" double precision,
	"status" text DEFAULT 'QUEUED' NOT NULL,
	"is_stopping" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"instance_id" uuid,
	"code" text,
	"message" text,
	"result" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "import_requests_kind_check" CHECK ("batch"."import_requests"."kind" in ('LOAD', 'DRY_RUN', 'UNDO')),
	CONSTRAINT "import_requests_status_check" CHECK ("batch"."import_requests"."status" in ('QUEUED', 'RUNNING', 'COMPLETED', 'STOPPED', 'FAILED', 'CANCELLED')),
	CONSTRAINT "import_requests_lease_check" CHECK (("batch"."import_requests"."status" = 'RUNNING') = ("batch"."import_requests"."lease_until" is not null)),
	CONSTRAINT "import_requests_ended_check" CHECK (("batch"."import_requests"."status" in ('QUEUED', 'RUNNING')) = ("batch"."import_requests"."ended_at" is null)),
	CONSTRAINT "import_requests_kind_values_check" CHECK (case when "batch"."import_requests"."kind" = 'UNDO' then "batch"."import_requests"."instance_id" is not null else "batch"."import_requests"."mapping" is not null end)
);
--> statement-breakpoint
ALTER TABLE "batch"."upload_parts" ADD CONSTRAINT "upload_parts_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "batch"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch"."import_requests" ADD CONSTRAINT "import_requests_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "batch"."uploads"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch"."import_requests" ADD CONSTRAINT "import_requests_instance_id_job_instances_id_fk" FOREIGN KEY ("instance_id") REFERENCES "batch"."job_instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_addresses_expires_at_idx" ON "batch"."file_addresses" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "uploads_expires_at_idx" ON "batch"."uploads" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "uploads_subject_idx" ON "batch"."uploads" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "batch"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "import_requests_created_at_idx" ON "batch"."import_requests" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "import_requests_upload_idx" ON "batch"."import_requests" USING btree ("upload_id");--> statement-breakpoint
CREATE INDEX "import_requests_instance_idx" ON "batch"."import_requests" USING btree ("instance_id");--> statement-breakpoint
CREATE INDEX "import_requests_queue_idx" ON "batch"."import_requests" USING btree ("due_at","id") WHERE "batch"."import_requests"."status" in ('QUEUED', 'RUNNING');--> statement-breakpoint
-- Files are often compressed already, and stay for days only: the server need not try to compress them.
ALTER TABLE "batch"."upload_parts" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
