import { inflateSync } from 'node:zlib';
import { DocumentReadError } from '../document-read-error.ts';
import type { PdfBudget } from './pdf-budget.ts';
import { PdfName, type PdfStream, type PdfValue } from './pdf-value.ts';

/** The most filters of a stream, one after the other. */
const maxFilters = 8;

/** Returns the value that a reference stands for. */
type Resolve = (value: PdfValue) => PdfValue;

/**
 * Decodes a stream that is stored as it is, or by FlateDecode with or without a predictor.
 *
 * @throws {DocumentReadError} TOO_LARGE if it has more bytes than are left, UNSUPPORTED for other filters
 */
export function decodeStream({ dictionary, stored }: PdfStream, resolve: Resolve, budget: PdfBudget): Buffer {
  const filters = toList(resolve(dictionary.get('Filter')));
  if (filters.length > maxFilters)
    throw new DocumentReadError('UNSUPPORTED', `a stream of the PDF has more than ${maxFilters} filters`);
  const parameters = toList(resolve(dictionary.get('DecodeParms')));
  let bytes = stored;
  for (const [index, filter] of filters.entries()) {
    const given = resolve(filter);
    const name = given instanceof PdfName ? given.text : '';
    if (name !== 'FlateDecode' && name !== 'Fl') {
      const message = `the PDF stores what is needed by the filter ${JSON.stringify(name)}, which is not read: save it by another program`;
      throw new DocumentReadError('UNSUPPORTED', message);
    }
    bytes = unpredict(inflate(bytes, budget), resolve(parameters[index]), resolve);
  }
  return bytes;
}

function inflate(stored: Buffer, budget: PdfBudget): Buffer {
  try {
    const bytes = inflateSync(stored, { maxOutputLength: Math.max(budget.inflatedBytes, 1) });
    budget.spendInflatedBytes(bytes.length);
    return bytes;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new DocumentReadError('TOO_LARGE', 'the streams of the PDF are larger than those of any invoice');
    throw new DocumentReadError('DAMAGED', 'a stream of the PDF cannot be inflated');
  }
}

/** In bytes; a row of a table of places has fewer than ten. */
const maxRowBytes = 1 << 16;

/** Takes a predictor of PNG back (ISO 32000-1, 7.4.4.4), which tables of places have. */
function unpredict(bytes: Buffer, parameters: PdfValue, resolve: Resolve): Buffer {
  const number = (name: string, absent: number) => {
    const value = parameters instanceof Map ? resolve(parameters.get(name)) : undefined;
    return typeof value === 'number' ? value : absent;
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return bytes;
  const bitsPerPixel = number('Colors', 1) * number('BitsPerComponent', 8);
  const pixelBytes = Math.max(1, bitsPerPixel >> 3);
  const rowBytes = Math.ceil((bitsPerPixel * number('Columns', 1)) / 8);
  if (predictor < 10 || !(rowBytes >= 1 && rowBytes <= maxRowBytes))
    throw new DocumentReadError(
      'UNSUPPORTED',
      `the PDF has streams of the predictor ${predictor}, which is not read`,
    );
  const rows = Math.floor(bytes.length / (rowBytes + 1));
  const result = Buffer.alloc(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const type = bytes[row * (rowBytes + 1)] ?? 0;
    const from = row * (rowBytes + 1) + 1;
    const to = row * rowBytes;
    for (let at = 0; at < rowBytes; at += 1) {
      const left = at >= pixelBytes ? (result[to + at - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (result[to + at - rowBytes] ?? 0) : 0;
      const corner = row > 0 && at >= pixelBytes ? (result[to + at - rowBytes - pixelBytes] ?? 0) : 0;
      result[to + at] = (bytes[from + at] ?? 0) + predict(type, left, up, corner);
    }
  }
  return result;
}

/** The value that a filter of PNG (specification, section 9) expects by the neighbours. */
function predict(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  if (type !== 4) return 0;
  const estimate = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function toList(value: PdfValue): readonly PdfValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
