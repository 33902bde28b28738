-- A large table takes its time.
SET LOCAL statement_timeout = 0;
--> statement-breakpoint
CREATE TABLE "billing"."customer_totals" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."customer_totals_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"grain" text DEFAULT 'D' NOT NULL,
	"period" date NOT NULL,
	"customer_id" uuid NOT NULL,
	"class" smallint NOT NULL,
	"currency" text NOT NULL,
	"invoices" bigint NOT NULL,
	"net_minor" numeric NOT NULL,
	"tax_minor" numeric NOT NULL,
	"total_minor" numeric NOT NULL,
	"balance_minor" numeric NOT NULL,
	CONSTRAINT "customer_totals_grain_known" CHECK ("billing"."customer_totals"."grain" in ('D', 'M', 'Y'))
);
--> statement-breakpoint
CREATE TABLE "billing"."daily_totals" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."daily_totals_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"is_delta" boolean DEFAULT true NOT NULL,
	"day" date NOT NULL,
	"class" smallint NOT NULL,
	"currency" text NOT NULL,
	"invoices" bigint NOT NULL,
	"net_minor" numeric NOT NULL,
	"tax_minor" numeric NOT NULL,
	"total_minor" numeric NOT NULL,
	"balance_minor" numeric NOT NULL
);
--> statement-breakpoint
CREATE INDEX "customer_totals_by_period" ON "billing"."customer_totals" USING btree ("grain","period","customer_id") WHERE "billing"."customer_totals"."grain" <> 'D';--> statement-breakpoint
CREATE INDEX "customer_totals_by_customer" ON "billing"."customer_totals" USING btree ("customer_id","grain","period") WHERE "billing"."customer_totals"."grain" <> 'D';--> statement-breakpoint
CREATE INDEX "customer_totals_deltas" ON "billing"."customer_totals" USING btree ("position") WHERE "billing"."customer_totals"."grain" = 'D';--> statement-breakpoint
CREATE INDEX "daily_totals_by_key" ON "billing"."daily_totals" USING btree ("day","class","currency") WHERE not "billing"."daily_totals"."is_delta";--> statement-breakpoint
CREATE INDEX "daily_totals_deltas" ON "billing"."daily_totals" USING btree ("position") WHERE "billing"."daily_totals"."is_delta";--> statement-breakpoint
CREATE INDEX "invoices_open_by_customer" ON "billing"."invoices" USING btree ("customer_id","due_date","id") WHERE "billing"."invoices"."status" = 'ISSUED' and "billing"."invoices"."kind" = 'INVOICE' and "billing"."invoices"."customer_id" is not null;
--> statement-breakpoint
LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- Each statement that changes invoices adds the difference that it makes, whoever writes. An import does so once for each of
-- its transactions.
CREATE FUNCTION "billing"."totals_insert"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH figures AS MATERIALIZED (
    SELECT coalesce(issue_date, '-infinity') AS day, (case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end)::smallint AS class, currency,
      coalesce(customer_id, '00000000-0000-0000-0000-000000000000') AS customer_id,
      sum(sign) AS invoices, sum(sign * net_minor) AS net_minor, sum(sign * tax_minor) AS tax_minor,
      sum(sign * total_minor) AS total_minor,
      sum(CASE WHEN kind = 'INVOICE' AND status = 'ISSUED'
        THEN sign * greatest(0, total_minor - paid_minor - credited_minor) ELSE 0 END) AS balance_minor
    FROM (SELECT 1 AS sign, * FROM added) AS changed
    GROUP BY 1, 2, 3, 4
  ), by_day AS (
    INSERT INTO "billing"."daily_totals" (day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
    FROM figures GROUP BY day, class, currency
    HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
  )
  INSERT INTO "billing"."customer_totals" (
    period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT date_trunc('month', day::timestamp)::date AS period, customer_id, class, currency, sum(invoices), sum(net_minor),
    sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM figures GROUP BY 1, 2, 3, 4
  HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "totals_insert" AFTER INSERT ON "billing"."invoices"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."totals_insert"();
--> statement-breakpoint
CREATE FUNCTION "billing"."totals_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH figures AS MATERIALIZED (
    SELECT coalesce(issue_date, '-infinity') AS day, (case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end)::smallint AS class, currency,
      coalesce(customer_id, '00000000-0000-0000-0000-000000000000') AS customer_id,
      sum(sign) AS invoices, sum(sign * net_minor) AS net_minor, sum(sign * tax_minor) AS tax_minor,
      sum(sign * total_minor) AS total_minor,
      sum(CASE WHEN kind = 'INVOICE' AND status = 'ISSUED'
        THEN sign * greatest(0, total_minor - paid_minor - credited_minor) ELSE 0 END) AS balance_minor
    FROM (SELECT 1 AS sign, * FROM added UNION ALL SELECT -1 AS sign, * FROM removed) AS changed
    GROUP BY 1, 2, 3, 4
  ), by_day AS (
    INSERT INTO "billing"."daily_totals" (day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
    FROM figures GROUP BY day, class, currency
    HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
  )
  INSERT INTO "billing"."customer_totals" (
    period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT date_trunc('month', day::timestamp)::date AS period, customer_id, class, currency, sum(invoices), sum(net_minor),
    sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM figures GROUP BY 1, 2, 3, 4
  HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "totals_update" AFTER UPDATE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "billing"."totals_update"();
--> statement-breakpoint
CREATE FUNCTION "billing"."totals_delete"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH figures AS MATERIALIZED (
    SELECT coalesce(issue_date, '-infinity') AS day, (case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end)::smallint AS class, currency,
      coalesce(customer_id, '00000000-0000-0000-0000-000000000000') AS customer_id,
      sum(sign) AS invoices, sum(sign * net_minor) AS net_minor, sum(sign * tax_minor) AS tax_minor,
      sum(sign * total_minor) AS total_minor,
      sum(CASE WHEN kind = 'INVOICE' AND status = 'ISSUED'
        THEN sign * greatest(0, total_minor - paid_minor - credited_minor) ELSE 0 END) AS balance_minor
    FROM (SELECT -1 AS sign, * FROM removed) AS changed
    GROUP BY 1, 2, 3, 4
  ), by_day AS (
    INSERT INTO "billing"."daily_totals" (day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
    FROM figures GROUP BY day, class, currency
    HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
  )
  INSERT INTO "billing"."customer_totals" (
    period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT date_trunc('month', day::timestamp)::date AS period, customer_id, class, currency, sum(invoices), sum(net_minor),
    sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM figures GROUP BY 1, 2, 3, 4
  HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "totals_delete" AFTER DELETE ON "billing"."invoices"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "billing"."totals_delete"();
--> statement-breakpoint
-- Counts all invoices anew, while nobody writes any.
CREATE FUNCTION "billing"."recount_totals"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "billing"."invoices" IN SHARE ROW EXCLUSIVE MODE;
  TRUNCATE "billing"."daily_totals", "billing"."customer_totals";
  WITH figures AS MATERIALIZED (
    SELECT coalesce(issue_date, '-infinity') AS day, (case "origin" when 'OWN' then 0 else 8 end + case "kind" when 'INVOICE' then 0 else 4 end + case "status" when 'DRAFT' then 0 when 'ISSUED' then 1 when 'PAID' then 2 else 3 end)::smallint AS class, currency,
      coalesce(customer_id, '00000000-0000-0000-0000-000000000000') AS customer_id,
      sum(sign) AS invoices, sum(sign * net_minor) AS net_minor, sum(sign * tax_minor) AS tax_minor,
      sum(sign * total_minor) AS total_minor,
      sum(CASE WHEN kind = 'INVOICE' AND status = 'ISSUED'
        THEN sign * greatest(0, total_minor - paid_minor - credited_minor) ELSE 0 END) AS balance_minor
    FROM (SELECT 1 AS sign, * FROM "billing"."invoices") AS changed
    GROUP BY 1, 2, 3, 4
  ), by_day AS (
    INSERT INTO "billing"."daily_totals" (day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
    SELECT day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
    FROM figures GROUP BY day, class, currency
    HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0)
  )
  INSERT INTO "billing"."customer_totals" (
    period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT date_trunc('month', day::timestamp)::date AS period, customer_id, class, currency, sum(invoices), sum(net_minor),
    sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM figures GROUP BY 1, 2, 3, 4
  HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."recount_totals"() FROM PUBLIC;
--> statement-breakpoint
SELECT "billing".recount_totals();
--> statement-breakpoint
-- Adds the oldest differences to the rows of their keys, at most so many of each table, and says how many it took. One caller
-- at a time; another takes none. Readers see a key before or after, with the same sums.
CREATE FUNCTION "billing"."compact_totals"(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  days bigint[];
  customers bigint[];
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('billing.compact_totals')) THEN
    RETURN 0;
  END IF;
  days := array(SELECT position FROM "billing"."daily_totals" WHERE is_delta ORDER BY position LIMIT most);
  customers := array(SELECT position FROM "billing"."customer_totals" WHERE grain = 'D' ORDER BY position LIMIT most);
  WITH taken AS (
    DELETE FROM "billing"."daily_totals" WHERE position = ANY (days) RETURNING *
  ), added_up AS (
    DELETE FROM "billing"."daily_totals" AS stored
    USING (SELECT DISTINCT day, class, currency FROM taken) AS key
    WHERE NOT stored.is_delta AND stored.day = key.day AND stored.class = key.class AND stored.currency = key.currency
    RETURNING stored.*
  )
  INSERT INTO "billing"."daily_totals" (
    is_delta, day, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT false, day, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)
  FROM (SELECT * FROM taken UNION ALL SELECT * FROM added_up) AS row
  GROUP BY day, class, currency HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  WITH taken AS (
    DELETE FROM "billing"."customer_totals" WHERE position = ANY (customers) RETURNING *
  ), grained AS (
    SELECT 'M' AS grain, period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor
    FROM taken
    UNION ALL
    SELECT 'Y', date_trunc('year', period::timestamp)::date, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor,
      balance_minor FROM taken
  ), added_up AS (
    DELETE FROM "billing"."customer_totals" AS stored
    USING (SELECT DISTINCT grain, period, customer_id, class, currency FROM grained) AS key
    WHERE stored.grain <> 'D' AND stored.grain = key.grain AND stored.period = key.period
      AND stored.customer_id = key.customer_id AND stored.class = key.class AND stored.currency = key.currency
    RETURNING stored.grain, stored.period, stored.customer_id, stored.class, stored.currency, stored.invoices,
      stored.net_minor, stored.tax_minor, stored.total_minor, stored.balance_minor
  )
  INSERT INTO "billing"."customer_totals" (
    grain, period, customer_id, class, currency, invoices, net_minor, tax_minor, total_minor, balance_minor)
  SELECT grain, period, customer_id, class, currency, sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor),
    sum(balance_minor)
  FROM (SELECT * FROM grained UNION ALL SELECT * FROM added_up) AS row
  GROUP BY grain, period, customer_id, class, currency HAVING (sum(invoices), sum(net_minor), sum(tax_minor), sum(total_minor), sum(balance_minor)) <> (0, 0, 0, 0, 0);
  RETURN cardinality(days) + cardinality(customers);
END;
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "billing"."compact_totals"(integer) FROM PUBLIC;
