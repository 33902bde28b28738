-- Compressing what is kept for a while would cost PostgreSQL more time than all else that a batch writes.
ALTER TABLE "statistics"."received_batches" ALTER COLUMN "invoices" SET STORAGE EXTERNAL;
