CREATE SCHEMA IF NOT EXISTS "workspace";
--> statement-breakpoint
CREATE TABLE "workspace"."preferences" (
	"owner" text PRIMARY KEY NOT NULL,
	"language" text,
	"theme" text,
	"density" text,
	"default_page" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "preferences_language_check" CHECK (char_length("workspace"."preferences"."language") between 1 and 35),
	CONSTRAINT "preferences_theme_check" CHECK ("workspace"."preferences"."theme" in ('SYSTEM', 'LIGHT', 'DARK')),
	CONSTRAINT "preferences_density_check" CHECK ("workspace"."preferences"."density" in ('COMFORTABLE', 'COMPACT')),
	CONSTRAINT "preferences_default_page_check" CHECK (char_length("workspace"."preferences"."default_page") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "workspace"."saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"is_default" boolean NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_name_check" CHECK (char_length("workspace"."saved_views"."name") between 1 and 100),
	CONSTRAINT "saved_views_state_check" CHECK (char_length("workspace"."saved_views"."state") between 0 and 2000),
	CONSTRAINT "saved_views_list_check" CHECK ("workspace"."saved_views"."list" in ('INVOICES', 'CUSTOMERS', 'PRODUCTS', 'IMPORTS', 'APPROVALS')),
	CONSTRAINT "saved_views_version_check" CHECK ("workspace"."saved_views"."version" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name_key" ON "workspace"."saved_views" USING btree ("owner","list","name");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_default_key" ON "workspace"."saved_views" USING btree ("owner","list") WHERE "workspace"."saved_views"."is_default";