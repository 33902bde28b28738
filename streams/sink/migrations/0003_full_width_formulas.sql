-- A text that begins with a full-width or small =, +, - or @, also behind apostrophes, gets an apostrophe in the files as those in
-- ASCII do. Files that have such texts become longer, and rows behind them begin later; the writer finds them short and
-- writes them anew.
WITH "marked" AS (
	SELECT "sequence", "csv_file_id",
		("invoice_number" ~ E'^\'*[＝＋－＠﹦﹢﹣﹫]')::int + ("customer_name" ~ E'^\'*[＝＋－＠﹦﹢﹣﹫]')::int AS "added"
	FROM "sink"."invoices"
), "shifted" AS (
	SELECT "sequence", sum("added") OVER (PARTITION BY "csv_file_id" ORDER BY "sequence") - "added" AS "shift"
	FROM "marked"
	WHERE "csv_file_id" IN (SELECT "csv_file_id" FROM "marked" WHERE "added" > 0)
)
UPDATE "sink"."invoices" SET "csv_start" = "csv_start" + "shift"
FROM "shifted"
WHERE "invoices"."sequence" = "shifted"."sequence" AND "shift" > 0;
--> statement-breakpoint
UPDATE "sink"."csv_files" SET "bytes" = "bytes" + "added"
FROM (
	SELECT "csv_file_id",
		sum(("invoice_number" ~ E'^\'*[＝＋－＠﹦﹢﹣﹫]')::int + ("customer_name" ~ E'^\'*[＝＋－＠﹦﹢﹣﹫]')::int) AS "added"
	FROM "sink"."invoices"
	GROUP BY "csv_file_id"
) AS "marked"
WHERE "csv_files"."id" = "marked"."csv_file_id" AND "added" > 0;
