CREATE TABLE "gateway"."limit_day" (
	"key" text PRIMARY KEY NOT NULL,
	"points" bigint NOT NULL,
	"expire" bigint NOT NULL
);
--> statement-breakpoint
-- Not logged: a crash of the server may empty it, which frees one window.
CREATE UNLOGGED TABLE "gateway"."limit_window" (
	"key" text PRIMARY KEY NOT NULL,
	"points" bigint NOT NULL,
	"expire" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "limit_day_expire" ON "gateway"."limit_day" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "limit_window_expire" ON "gateway"."limit_window" USING btree ("expire");