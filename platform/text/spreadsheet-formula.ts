/**
 * Characters by which a spreadsheet takes a text for a formula when they stand first (OWASP, CSV injection): `=`, `+`, `-`,
 * `@`, their full-width and small forms (U+FF1D, U+FF0B, U+FF0D, U+FF20, U+FE66, U+FE62, U+FE63, U+FE6B), tab, CR and LF.
 */
const starts = String.raw`[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]`;
/** Apostrophes before them count too, so that one taken away from each such text gives exactly the text that was there. */
const formula = new RegExp(`^'*${starts}`);
const neutralised = new RegExp(`^'+${starts}`);
const apostrophe = 39;

/** Puts an apostrophe before a text that a spreadsheet would run. */
export function neutraliseFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Undoes `neutraliseFormula` exactly. */
export function restoreFormula(text: string): string {
  return text.charCodeAt(0) === apostrophe && neutralised.test(text) ? text.slice(1) : text;
}
