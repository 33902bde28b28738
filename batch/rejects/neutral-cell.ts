/** What makes a spreadsheet take a text for a formula when it stands first, behind apostrophes or not (OWASP, CSV injection). */
const formula = /^'*[=+\-@\t\r]/;
const neutralised = /^'+[=+\-@\t\r]/;
const apostrophe = 39;
const plainNumber = /^[+-]?\d[\d.,\u0020\u00A0\u202F]*$/;

/**
 * Puts an apostrophe before what a spreadsheet would run. Numbers stay as they are. `restoreCell` takes exactly that
 * apostrophe away again.
 */
export function neutraliseCell(cell: string): string {
  return formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}

/** Undoes `neutraliseCell`, and what the sink does to texts. */
export function restoreCell(cell: string): string {
  return cell.charCodeAt(0) === apostrophe && neutralised.test(cell) ? cell.slice(1) : cell;
}
