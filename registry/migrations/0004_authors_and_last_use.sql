ALTER TABLE "registry"."approvals" ALTER COLUMN "key_name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "registry"."approvals" ADD COLUMN "person_id" text;--> statement-breakpoint
ALTER TABLE "registry"."audit_entries" ADD COLUMN "person_id" text;--> statement-breakpoint
ALTER TABLE "registry"."launches" ADD COLUMN "person_id" text;--> statement-breakpoint
ALTER TABLE "registry"."api_keys" ADD COLUMN "last_used_at" timestamp (3) with time zone;