CREATE TABLE "product"."work_outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "product"."work_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "work_outbox_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "work_outbox_headers_object" CHECK (jsonb_typeof("product"."work_outbox"."headers") = 'object')
);
--> statement-breakpoint
ALTER TABLE "product"."products" ADD COLUMN "low_stock_e4" bigint;--> statement-breakpoint
ALTER TABLE "product"."products" ADD CONSTRAINT "products_low_stock_check" CHECK ("product"."products"."low_stock_e4" between 0 and 10000000000000000);