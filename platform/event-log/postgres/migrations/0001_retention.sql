-- When a batch was appended: records carry the times of their events, by which old invoices would be deleted as soon as
-- they arrive. What is there already counts as appended now; from now on the clock is read when a row is inserted, behind
-- the lock of its partition, so that times follow offsets.
ALTER TABLE "event_log"."batch" ADD COLUMN "appended_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "event_log"."batch" ALTER COLUMN "appended_at" SET DEFAULT clock_timestamp();
