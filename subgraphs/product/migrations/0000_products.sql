CREATE SCHEMA IF NOT EXISTS "product";
--> statement-breakpoint
CREATE TABLE "product"."idempotency_keys" (
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operation_subject_key_pk" PRIMARY KEY("operation","subject","key")
);
--> statement-breakpoint
CREATE TABLE "product"."products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"unit" text NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"tax_rate_basis_points" integer NOT NULL,
	"stock_thousandths" bigint DEFAULT 0 NOT NULL,
	"movement_count" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_sku_check" CHECK (char_length("product"."products"."sku") between 1 and 50),
	CONSTRAINT "products_name_check" CHECK (char_length("product"."products"."name") between 1 and 200),
	CONSTRAINT "products_description_check" CHECK (char_length("product"."products"."description") between 1 and 2000),
	CONSTRAINT "products_unit_check" CHECK (char_length("product"."products"."unit") between 1 and 20),
	CONSTRAINT "products_unit_price_check" CHECK ("product"."products"."unit_price_minor" between 0 and 1000000000000000),
	CONSTRAINT "products_currency_check" CHECK ("product"."products"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "products_tax_rate_check" CHECK ("product"."products"."tax_rate_basis_points" between 0 and 10000),
	CONSTRAINT "products_stock_check" CHECK ("product"."products"."stock_thousandths" between 0 and 1000000000000000),
	CONSTRAINT "products_movement_count_check" CHECK ("product"."products"."movement_count" >= 0),
	CONSTRAINT "products_status_check" CHECK ("product"."products"."status" in ('ACTIVE', 'ARCHIVED')),
	CONSTRAINT "products_version_check" CHECK ("product"."products"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "product"."stock_movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"change_thousandths" bigint NOT NULL,
	"stock_after_thousandths" bigint NOT NULL,
	"note" text,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "stock_movements_position_check" CHECK ("product"."stock_movements"."position" >= 1),
	CONSTRAINT "stock_movements_kind_check" CHECK ("product"."stock_movements"."kind" in ('RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT')),
	CONSTRAINT "stock_movements_change_check" CHECK (case "product"."stock_movements"."kind"
        when 'RECEIPT' then "product"."stock_movements"."change_thousandths" > 0
        when 'WITHDRAWAL' then "product"."stock_movements"."change_thousandths" < 0
        else "product"."stock_movements"."change_thousandths" <> 0 end),
	CONSTRAINT "stock_movements_stock_after_check" CHECK ("product"."stock_movements"."stock_after_thousandths" >= 0),
	CONSTRAINT "stock_movements_note_check" CHECK (char_length("product"."stock_movements"."note") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD CONSTRAINT "stock_movements_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "product"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "products_sku_key" ON "product"."products" USING btree ("sku");--> statement-breakpoint
CREATE INDEX "products_sku_order_idx" ON "product"."products" USING btree ("sku" collate "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "products_name_idx" ON "product"."products" USING btree ("name" collate "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "products_unit_price_idx" ON "product"."products" USING btree ("unit_price_minor","id");--> statement-breakpoint
CREATE INDEX "products_stock_idx" ON "product"."products" USING btree ("stock_thousandths","id");--> statement-breakpoint
CREATE INDEX "products_created_at_idx" ON "product"."products" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "products_updated_at_idx" ON "product"."products" USING btree ("updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "stock_movements_product_position_key" ON "product"."stock_movements" USING btree ("product_id","position");