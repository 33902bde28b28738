import { DocumentReadError } from '../document-read-error.ts';
import { decodeStream } from './decode-stream.ts';
import { PdfBudget } from './pdf-budget.ts';
import { PdfParser } from './pdf-parser.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue } from './pdf-value.ts';
import { type PdfPlaces, readPlaces } from './read-places.ts';
import { readStream } from './read-stream.ts';

const maxFileBytes = 64 << 20;

/** The mark may stand after other bytes (ISO 32000-1, appendix H, note 13). */
const headBytes = 1_024;
/** References that lead to references, and lengths of streams that are objects of other streams. */
const maxReferences = 20;

/** A PDF file of which single objects are read. Only what is asked for is parsed or inflated. */
export class PdfFile {
  readonly #bytes: Buffer;
  readonly #places: PdfPlaces;
  readonly #budget = new PdfBudget();
  /** By their places, since several numbers may have one. */
  readonly #values = new Map<string, PdfValue>();
  /** The inflated streams of objects, with the places of their objects. */
  readonly #objectStreams = new Map<
    number,
    { readonly bytes: Buffer; readonly offsets: readonly number[] }
  >();
  #depth = 0;

  /** @throws {DocumentReadError} also UNSUPPORTED if the file is encrypted */
  constructor(bytes: Uint8Array) {
    if (bytes.length > maxFileBytes) {
      const message = `the PDF has ${bytes.length} bytes, and one may have ${maxFileBytes}`;
      throw new DocumentReadError('TOO_LARGE', message);
    }
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const start = all.subarray(0, headBytes).indexOf('%PDF-');
    if (start < 0) throw new DocumentReadError('NOT_A_DOCUMENT', 'it is not a PDF');
    // Places count from the mark.
    this.#bytes = all.subarray(start);
    this.#places = readPlaces(this.#bytes, this.#budget);
    if (this.#places.trailer.has('Encrypt'))
      throw new DocumentReadError(
        'UNSUPPORTED',
        'the PDF is encrypted, which PDF/A forbids: save it without a password and without restrictions',
      );
  }

  /** The dictionary of the whole document. */
  get catalog(): PdfDictionary {
    const root = this.resolve(this.#places.trailer.get('Root'));
    if (root instanceof Map) return root;
    throw new DocumentReadError('DAMAGED', 'the PDF has no catalog');
  }

  /** Returns the value that a reference stands for; other values as they are. */
  resolve(value: PdfValue): PdfValue {
    let found = value;
    for (let step = 0; found instanceof PdfReference; step += 1) {
      if (step > maxReferences) throw new DocumentReadError('DAMAGED', 'the PDF has references in a circle');
      found = this.#read(found.objectNumber);
    }
    return found;
  }

  /** Returns the dictionary that a value is, or that of the stream that it is. */
  toDictionary(value: PdfValue): PdfDictionary | undefined {
    const found = this.resolve(value);
    if (found instanceof PdfStream) return found.dictionary;
    return found instanceof Map ? found : undefined;
  }

  /** Decodes a stream. */
  decode(stream: PdfStream): Buffer {
    return decodeStream(stream, (value) => this.resolve(value), this.#budget);
  }

  #read(objectNumber: number): PdfValue {
    const place = this.#places.places.get(objectNumber);
    if (place === undefined) return undefined;
    const key = 'offset' in place ? `${place.offset}` : `${place.objectStream}/${place.index}`;
    if (this.#values.has(key)) return this.#values.get(key);
    this.#depth += 1;
    if (this.#depth > maxReferences)
      throw new DocumentReadError('DAMAGED', 'the PDF has references in a circle');
    const value =
      'offset' in place
        ? readStream(this.#bytes, place.offset, (given) => this.resolve(given), this.#budget)
        : this.#readFromStream(place.objectStream, place.index);
    this.#depth -= 1;
    this.#values.set(key, value);
    return value;
  }

  /** Reads an object of a stream of objects (ISO 32000-1, 7.5.7). */
  #readFromStream(streamNumber: number, index: number): PdfValue {
    const { bytes, offsets } = this.#openStream(streamNumber);
    const offset = offsets[index];
    return offset === undefined ? undefined : new PdfParser(bytes, this.#budget, offset).readValue();
  }

  #openStream(streamNumber: number) {
    const known = this.#objectStreams.get(streamNumber);
    if (known !== undefined) return known;
    const stream = this.#read(streamNumber);
    const count = stream instanceof PdfStream ? this.resolve(stream.dictionary.get('N')) : undefined;
    const first = stream instanceof PdfStream ? this.resolve(stream.dictionary.get('First')) : undefined;
    if (!(stream instanceof PdfStream) || typeof count !== 'number' || typeof first !== 'number')
      throw new DocumentReadError('DAMAGED', `the PDF has no stream of objects ${streamNumber}`);
    const bytes = this.decode(stream);
    const parser = new PdfParser(bytes, this.#budget);
    const offsets: number[] = [];
    // The list ends before the first object, whatever its length says.
    while (offsets.length < count && parser.position < first) {
      this.#budget.spendPlaces(1);
      parser.readInteger();
      offsets.push(first + parser.readInteger());
    }
    const opened = { bytes, offsets };
    this.#objectStreams.set(streamNumber, opened);
    return opened;
  }
}
