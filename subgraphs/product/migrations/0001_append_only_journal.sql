CREATE FUNCTION "product"."refuse_journal_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the stock journal is append-only: write a new movement instead';
END
$$;--> statement-breakpoint
CREATE TRIGGER "stock_movements_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "product"."stock_movements"
  FOR EACH STATEMENT EXECUTE FUNCTION "product"."refuse_journal_change"();
