-- The schema itself is made by who provisions the database, with the role that owns it.
CREATE TABLE "gateway"."session" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"provider_session_id" text,
	"username" text NOT NULL,
	"roles" text[] NOT NULL,
	"sealed_tokens" "bytea" NOT NULL,
	"access_expires_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"absolute_ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway"."spent_value" (
	"value_hash" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "session_subject" ON "gateway"."session" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "session_provider_session_id" ON "gateway"."session" USING btree ("provider_session_id");--> statement-breakpoint
CREATE INDEX "session_ends_at" ON "gateway"."session" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "spent_value_expires_at" ON "gateway"."spent_value" USING btree ("expires_at");
