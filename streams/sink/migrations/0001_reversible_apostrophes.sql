-- A text with apostrophes before what a spreadsheet would run gets one more in the files, so that it can be taken away again.
-- Files that have such texts become longer, and rows behind them begin later; the writer finds them short and writes them anew.
WITH "marked" AS (
	SELECT "sequence", "csv_file_id",
		("invoice_number" ~ E'^\'+[-=+@\t\r]')::int + ("customer_name" ~ E'^\'+[-=+@\t\r]')::int AS "added"
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
		sum(("invoice_number" ~ E'^\'+[-=+@\t\r]')::int + ("customer_name" ~ E'^\'+[-=+@\t\r]')::int) AS "added"
	FROM "sink"."invoices"
	GROUP BY "csv_file_id"
) AS "marked"
WHERE "csv_files"."id" = "marked"."csv_file_id" AND "added" > 0;
