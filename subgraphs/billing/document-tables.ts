import { sql } from '#platform/database/drizzle.ts';
import { check, integer, primaryKey, text, uuid } from '#platform/database/drizzle-tables.ts';
import { createDownloadAddressTable } from '#platform/downloads/download-address-table.ts';
import { billing, instant } from './columns.ts';
import type { DocumentKey } from './documents/document-key.ts';
import type { ExportLanguage, InvoiceDocumentFormat } from './generated/types.ts';

/**
 * The documents that were made of issued invoices; their bytes are files. A row never changes, which the trigger
 * `invoice_documents_guard` sees to: a file that was lost and made again must have the same hash.
 */
export const invoiceDocuments = billing.table(
  'invoice_documents',
  {
    /** Without a foreign key, which would cost removing imports a look-up for each row: what we issued is never removed. */
    invoiceId: uuid('invoice_id').notNull(),
    format: text('format').$type<InvoiceDocumentFormat>().notNull(),
    language: text('language').$type<ExportLanguage>().notNull(),
    /** Of the bytes, in hexadecimal digits. */
    sha256: text('sha256').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    madeAt: instant('made_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.invoiceId, table.format, table.language] }),
    check(
      'invoice_documents_form_known',
      sql`${table.format} in ('PDF', 'CII', 'UBL') and ${table.language} in ('EN', 'FR')`,
    ),
    check('invoice_documents_hash_form', sql`${table.sha256} ~ '^[0-9a-f]{64}$' and ${table.sizeBytes} > 0`),
  ],
);

/** The addresses of documents. */
export const documentAddresses = createDownloadAddressTable<DocumentKey>(billing, 'document_addresses');
