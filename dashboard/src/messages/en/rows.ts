import type { RowTranslator } from '../translate-row.ts';

/** The worker writes English itself. */
export const rowsEn: RowTranslator = { explain: (message) => message };
