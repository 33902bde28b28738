-- Prices in millionths of the smallest unit, rates in thousandths of a percent, and one word for thousandths. No invoice
-- line may have a price beyond 999,999,999,999 smallest units; a product that has one gets that.
UPDATE "product"."products" SET unit_price_minor = 999999999999, version = version + 1, updated_at = now()
  WHERE unit_price_minor > 999999999999;--> statement-breakpoint
ALTER TABLE "product"."products" RENAME COLUMN "unit_price_minor" TO "unit_price_micro";--> statement-breakpoint
ALTER TABLE "product"."products" RENAME COLUMN "tax_rate_basis_points" TO "tax_rate_milli";--> statement-breakpoint
ALTER TABLE "product"."products" RENAME COLUMN "stock_thousandths" TO "stock_milli";--> statement-breakpoint
ALTER TABLE "product"."stock_movements" RENAME COLUMN "change_thousandths" TO "change_milli";--> statement-breakpoint
ALTER TABLE "product"."stock_movements" RENAME COLUMN "stock_after_thousandths" TO "stock_after_milli";--> statement-breakpoint
ALTER TABLE "product"."products"
  DROP CONSTRAINT "products_unit_price_check",
  DROP CONSTRAINT "products_tax_rate_check",
  ALTER COLUMN "unit_price_micro" TYPE bigint USING unit_price_micro * 1000000,
  ALTER COLUMN "tax_rate_milli" TYPE integer USING tax_rate_milli * 10,
  ADD CONSTRAINT "products_unit_price_check" CHECK ("product"."products"."unit_price_micro" between 0 and 999999999999000000),
  ADD CONSTRAINT "products_tax_rate_check" CHECK ("product"."products"."tax_rate_milli" between 0 and 100000);
