import { restoreFormula } from '#platform/text/spreadsheet-formula.ts';
import { rejectColumns } from '../../rejects/reject-columns.ts';

/** What of a reject file's record is the row: what stands behind the reasons, as it was before it was written there. */
export function toRejectedCells(fields: readonly string[]): readonly string[] {
  return fields.slice(rejectColumns.length).map(restoreFormula);
}
