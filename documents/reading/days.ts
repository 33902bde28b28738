import type { ElementCursor } from './element-cursor.ts';
import { quoteValue } from './values.ts';

/** Reads a day as `YYYY-MM-DD`; a zone after it does not change the day (XML Schema, part 2, 3.2.9). */
export function readIsoDay(element: ElementCursor, term: string, rule?: string): string | undefined {
  const { text = '' } = element;
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  return checkDay(element, day, { term, rule, right: 'YYYY-MM-DD' });
}

/** Reads a day of CII: `20260901` with the format 102 (UNTDID 2379). */
export function readCiiDay(
  parent: ElementCursor | undefined,
  term: string,
  rule?: string,
): string | undefined {
  const element = parent?.find('udt:DateTimeString') ?? parent?.find('qdt:DateTimeString');
  if (element === undefined) {
    parent?.refuse(term, 'has no DateTimeString: give the day with the format 102', rule);
    return undefined;
  }
  const format = element.attribute('format');
  if (format !== undefined && format !== '102') {
    element.refuse(
      term,
      `has the format ${quoteValue(format)}: days have the format 102, which is YYYYMMDD`,
      rule,
    );
    return undefined;
  }
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(element.text ?? '') ?? [];
  const day = date === undefined ? '' : `${year}-${month}-${date}`;
  return checkDay(element, day, { term, rule, right: 'YYYYMMDD' });
}

function checkDay(
  element: ElementCursor,
  day: string,
  { term, rule, right }: { readonly term: string; readonly rule: string | undefined; readonly right: string },
): string | undefined {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && day !== '') return day;
  element.refuse(term, `is ${quoteValue(element.text)}: it must be a day as ${right}`, rule);
  return undefined;
}
