CREATE TABLE "product"."stock_releases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reservation_id" uuid NOT NULL,
	"input_hash" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product"."stock_reservation_lines" (
	"reservation_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"reserved_e4" bigint NOT NULL,
	"released_e4" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "stock_reservation_lines_reservation_id_product_id_pk" PRIMARY KEY("reservation_id","product_id"),
	CONSTRAINT "stock_reservation_lines_reserved_check" CHECK ("product"."stock_reservation_lines"."reserved_e4" > 0),
	CONSTRAINT "stock_reservation_lines_released_check" CHECK ("product"."stock_reservation_lines"."released_e4" between 0 and "product"."stock_reservation_lines"."reserved_e4")
);
--> statement-breakpoint
CREATE TABLE "product"."stock_reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text,
	"input_hash" text,
	"is_closed" boolean NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stock_reservations_reference_check" CHECK (char_length("product"."stock_reservations"."reference") between 1 and 100),
	CONSTRAINT "stock_reservations_input_check" CHECK (("product"."stock_reservations"."reference" is null) = ("product"."stock_reservations"."input_hash" is null)
        and ("product"."stock_reservations"."is_closed" or "product"."stock_reservations"."reference" is not null))
);
--> statement-breakpoint
ALTER TABLE "product"."stock_movements" DROP CONSTRAINT "stock_movements_kind_check";--> statement-breakpoint
ALTER TABLE "product"."stock_movements" DROP CONSTRAINT "stock_movements_change_check";--> statement-breakpoint
ALTER TABLE "product"."products" ADD COLUMN "is_stock_tracked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD COLUMN "reference" text;--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD COLUMN "reservation_id" uuid;--> statement-breakpoint
ALTER TABLE "product"."stock_reservation_lines" ADD CONSTRAINT "stock_reservation_lines_reservation_id_stock_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "product"."stock_reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product"."stock_reservation_lines" ADD CONSTRAINT "stock_reservation_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "product"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD CONSTRAINT "stock_movements_reservation_check" CHECK (("product"."stock_movements"."kind" in ('RESERVATION', 'RELEASE')) = ("product"."stock_movements"."reservation_id" is not null));--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD CONSTRAINT "stock_movements_kind_check" CHECK ("product"."stock_movements"."kind" in ('RECEIPT', 'WITHDRAWAL', 'ADJUSTMENT', 'RESERVATION', 'RELEASE'));--> statement-breakpoint
ALTER TABLE "product"."stock_movements" ADD CONSTRAINT "stock_movements_change_check" CHECK (case "product"."stock_movements"."kind"
        when 'RECEIPT' then "product"."stock_movements"."change_e4" > 0
        when 'WITHDRAWAL' then "product"."stock_movements"."change_e4" < 0
        when 'RESERVATION' then "product"."stock_movements"."change_e4" < 0
        when 'RELEASE' then "product"."stock_movements"."change_e4" > 0
        else "product"."stock_movements"."change_e4" <> 0 end);--> statement-breakpoint
-- Whoever recorded movements of a product counts its stock.
UPDATE "product"."products" SET is_stock_tracked = true WHERE movement_count > 0;
