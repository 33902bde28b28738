CREATE TABLE "audit"."trail_verification" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"pass_started_at" timestamp (3) with time zone NOT NULL,
	"through_number" bigint NOT NULL,
	"through_hash" "bytea" NOT NULL,
	"known_number" bigint NOT NULL,
	"known_hash" "bytea" NOT NULL,
	"whole_at" timestamp (3) with time zone,
	"broken_number" bigint,
	"broken_problem" text,
	"broken_at" timestamp (3) with time zone,
	CONSTRAINT "trail_verification_one" CHECK ("audit"."trail_verification"."is_only"),
	CONSTRAINT "trail_verification_break" CHECK (num_nulls("audit"."trail_verification"."broken_number", "audit"."trail_verification"."broken_problem", "audit"."trail_verification"."broken_at") in (0, 3))
);
