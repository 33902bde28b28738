import { DocumentReadError } from '../document-read-error.ts';
import { decodeStream } from './decode-stream.ts';
import type { PdfBudget } from './pdf-budget.ts';
import { PdfParser } from './pdf-parser.ts';
import { type PdfDictionary, PdfStream, type PdfValue } from './pdf-value.ts';
import { readStream } from './read-stream.ts';

/** The place of an object: in the file, or within a stream of objects. */
type PdfPlace = { readonly offset: number } | { readonly objectStream: number; readonly index: number };

/** The places of all objects, and the dictionary that names the first of them. */
export interface PdfPlaces {
  readonly places: ReadonlyMap<number, PdfPlace>;
  readonly trailer: PdfDictionary;
}

/** Each time a file is changed it may get a further part. */
const maxParts = 200;
/** The end of a file, in which it names the place of the first table. */
const endBytes = 2_048;

/**
 * Reads the places of a file's objects, from tables and from streams (ISO 32000-1, 7.5.4 to 7.5.8). Of an object that was changed the
 * last place counts.
 */
export function readPlaces(bytes: Buffer, budget: PdfBudget): PdfPlaces {
  const places = new Map<number, PdfPlace>();
  const seen = new Set<number>();
  let first: PdfDictionary | undefined;
  const open = [findStart(bytes, budget)];
  for (let offset = open.shift(); offset !== undefined; offset = open.shift()) {
    if (seen.has(offset)) continue;
    seen.add(offset);
    if (seen.size > maxParts) throw new DocumentReadError('DAMAGED', 'the PDF has too many parts');
    const part = readPart(bytes, offset, budget);
    for (const [number, place] of part.places) if (!places.has(number)) places.set(number, place);
    first ??= part.trailer;
    // A file for old and new readers has a table and a stream; the stream comes before earlier parts.
    for (const name of ['XRefStm', 'Prev']) {
      const next = part.trailer.get(name);
      if (typeof next === 'number') open.push(next);
    }
  }
  if (first === undefined) throw new TypeError('A file has a part at least.');
  return { places: withoutFree(places), trailer: first };
}

function findStart(bytes: Buffer, budget: PdfBudget): number {
  const at = bytes.lastIndexOf('startxref');
  if (at < 0 || at < bytes.length - endBytes)
    throw new DocumentReadError('DAMAGED', 'the PDF has no end (startxref): it may be cut off');
  return new PdfParser(bytes, budget, at + 'startxref'.length).readInteger();
}

/** Objects that were removed; an offset of zero stands for them. */
const free: PdfPlace = { offset: 0 };

function withoutFree(places: ReadonlyMap<number, PdfPlace>): Map<number, PdfPlace> {
  return new Map([...places].filter(([, place]) => place !== free));
}

function readPart(bytes: Buffer, offset: number, budget: PdfBudget): PdfPlaces {
  const parser = new PdfParser(bytes, budget, offset);
  return parser.tryWord('xref') ? readTable(parser, budget) : readTableStream(bytes, offset, budget);
}

function readTable(parser: PdfParser, budget: PdfBudget): PdfPlaces {
  const places = new Map<number, PdfPlace>();
  while (!parser.tryWord('trailer')) {
    const start = parser.readInteger();
    const count = parser.readInteger();
    budget.spendPlaces(count);
    for (let index = 0; index < count; index += 1) {
      const offset = parser.readInteger();
      parser.readInteger();
      places.set(start + index, parser.readWord() === 'n' ? { offset } : free);
    }
  }
  const trailer = parser.readValue();
  if (trailer instanceof Map) return { places, trailer };
  throw new DocumentReadError('DAMAGED', 'the PDF has no trailer');
}

function readTableStream(bytes: Buffer, offset: number, budget: PdfBudget): PdfPlaces {
  const value = readStream(bytes, offset, asIs, budget);
  if (!(value instanceof PdfStream))
    throw new DocumentReadError('DAMAGED', `the PDF has no table of its objects at byte ${offset}`);
  const { dictionary } = value;
  const widths = toNumbers(dictionary.get('W'));
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  if (widths.length !== 3 || widths.some((width) => width > 8))
    throw new DocumentReadError('DAMAGED', 'the PDF has a table of its objects that cannot be read');
  const rowBytes = typeWidth + secondWidth + thirdWidth;
  const data = decodeStream(value, asIs, budget);
  const size = dictionary.get('Size');
  const index = toNumbers(dictionary.get('Index') ?? [0, size]);
  const places = new Map<number, PdfPlace>();
  let at = 0;
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [start = 0, stated = 0] = index.slice(pair, pair + 2);
    const count = rowBytes === 0 ? 0 : Math.min(stated, Math.floor((data.length - at) / rowBytes));
    budget.spendPlaces(count);
    for (let place = 0; place < count; place += 1) {
      const type = typeWidth === 0 ? 1 : readUnsigned(data, at, typeWidth);
      const second = readUnsigned(data, at + typeWidth, secondWidth);
      const third = readUnsigned(data, at + typeWidth + secondWidth, thirdWidth);
      at += rowBytes;
      places.set(start + place, toPlace(type, second, third));
    }
  }
  return { places, trailer: dictionary };
}

function toPlace(type: number, second: number, third: number): PdfPlace {
  if (type === 1) return { offset: second };
  return type === 2 ? { objectStream: second, index: third } : free;
}

/** Nothing in a table is a reference, since the places of objects are not known yet. */
function asIs(value: PdfValue): PdfValue {
  return value;
}

function toNumbers(value: PdfValue): number[] {
  return Array.isArray(value)
    ? value.map((one: PdfValue) => (typeof one === 'number' && one >= 0 ? Math.trunc(one) : 0))
    : [];
}

function readUnsigned(bytes: Buffer, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
