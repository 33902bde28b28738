ALTER TABLE "sink"."invoices" ADD COLUMN "issue_date" date;--> statement-breakpoint
ALTER TABLE "sink"."invoices" ADD COLUMN "is_simulated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sink"."invoices" ALTER COLUMN "is_simulated" DROP DEFAULT;--> statement-breakpoint
-- The messages of earlier releases have no date: it is the day of their instant in the time zone of this session, which is
-- the seller's. The years are those that a row of the files can have. A simulator was known by the source of its events.
--
-- Files get two columns: 20 bytes more in their header, 17 or 16 in each row. So rows begin later; the writer finds the files
-- short and writes them anew.
WITH "grown" AS (
	SELECT "sequence", "csv_file_id", "event_source" LIKE '/simulator/%' AS "is_simulated",
		length(',2026-03-01') + length(CASE WHEN "event_source" LIKE '/simulator/%' THEN ',true' ELSE ',false' END) AS "added"
	FROM "sink"."invoices"
), "placed" AS (
	SELECT "sequence", "is_simulated", length(',issueDate,simulated')
		+ sum("added") OVER (PARTITION BY "csv_file_id" ORDER BY "sequence") - "added" AS "shift"
	FROM "grown"
)
UPDATE "sink"."invoices" SET
	"issue_date" = least(greatest("issued_at"::date, '0001-01-01'), '9999-12-31'),
	"is_simulated" = "placed"."is_simulated",
	"csv_start" = "csv_start" + "shift"
FROM "placed"
WHERE "invoices"."sequence" = "placed"."sequence";--> statement-breakpoint
ALTER TABLE "sink"."invoices" ALTER COLUMN "issue_date" SET NOT NULL;--> statement-breakpoint
UPDATE "sink"."csv_files" SET "bytes" = "bytes" + length(',issueDate,simulated') + "added"
FROM (
	SELECT "csv_file_id", sum(length(',2026-03-01') + length(CASE WHEN "is_simulated" THEN ',true' ELSE ',false' END)) AS "added"
	FROM "sink"."invoices"
	GROUP BY "csv_file_id"
) AS "grown"
WHERE "csv_files"."id" = "grown"."csv_file_id";--> statement-breakpoint
CREATE INDEX "invoices_by_issue_date" ON "sink"."invoices" USING btree ("issue_date");