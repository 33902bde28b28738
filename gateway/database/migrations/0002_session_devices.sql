ALTER TABLE "gateway"."session" ADD COLUMN "last_used_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "gateway"."session" ADD COLUMN "user_agent" text;
