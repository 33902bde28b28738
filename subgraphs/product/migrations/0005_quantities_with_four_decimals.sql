-- Quantities in ten-thousandths of a unit; the bounds in units stay.
ALTER TABLE "product"."products" RENAME COLUMN "stock_milli" TO "stock_e4";--> statement-breakpoint
ALTER TABLE "product"."stock_movements" RENAME COLUMN "change_milli" TO "change_e4";--> statement-breakpoint
ALTER TABLE "product"."stock_movements" RENAME COLUMN "stock_after_milli" TO "stock_after_e4";--> statement-breakpoint
ALTER TABLE "product"."products"
  DROP CONSTRAINT "products_stock_check",
  ALTER COLUMN "stock_e4" TYPE bigint USING stock_e4 * 10,
  ADD CONSTRAINT "products_stock_check" CHECK ("product"."products"."stock_e4" between 0 and 10000000000000000);--> statement-breakpoint
ALTER TABLE "product"."stock_movements"
  ALTER COLUMN "change_e4" TYPE bigint USING change_e4 * 10,
  ALTER COLUMN "stock_after_e4" TYPE bigint USING stock_after_e4 * 10;
