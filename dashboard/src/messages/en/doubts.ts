import type { RowTranslator } from '../translate-row.ts';
import { rowsEn } from './rows.ts';

/** The API writes English itself. */
export const doubtsEn: RowTranslator = rowsEn;
