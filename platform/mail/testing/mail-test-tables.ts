import { pgSchema } from '#platform/database/drizzle-tables.ts';
import { createMailTable } from '../mail-table.ts';

/** A context that has mails and nothing else. */
export const mailTest = pgSchema('mailtest');

export const testMails = createMailTable(mailTest, 'mails');
