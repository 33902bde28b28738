import type { EndedAccess } from './access.ts';
import { accessFields } from './access-fields.ts';

/** The longest value, in characters before they are encoded. */
export const maxAccessValueLength = 500;

/** Whatever could end a value or a line, and `%`, by which the others are encoded. A path is encoded already. */
const encodedCharacters = /[^!-~]|["%]/gu;
const encodedOfPaths = /[^!-~]|"/gu;

/** The directives that stand before the lines of a file. */
export function formatAccessHeader(startedAt: Date, sample: number): string {
  const [date, time = ''] = startedAt.toISOString().split('T');
  const remark = sample < 1 ? `#Remark: of accesses without errors the share ${sample} is written\n` : '';
  const fields = accessFields.map(({ name }) => name).join(' ');
  return `#Version: 1.0\n#Date: ${date} ${time.slice(0, 8)}\n${remark}#Fields: ${fields}\n`;
}

/**
 * Formats an access as one line of ASCII. Values from outside are percent-encoded (RFC 3986 section 2.1), so that none of them can end the
 * line or stand for two fields; `-` stands for an absent one.
 */
export function formatAccess(access: EndedAccess): string {
  const values = accessFields.map(({ name, read }) => {
    const value = read(access);
    return typeof value === 'string'
      ? encode(value, name === 'cs-uri-stem' ? encodedOfPaths : encodedCharacters)
      : String(value ?? '-');
  });
  return `${values.join(' ')}\n`;
}

function encode(value: string, encoded: RegExp): string {
  if (value === '') return '-';
  if (value === '-') return '%2D';
  const cut = value.length > maxAccessValueLength ? `${value.slice(0, maxAccessValueLength)}…` : value;
  return cut.toWellFormed().replace(encoded, encodeURIComponent);
}
