/** A name, such as `/Type`, without its slash. */
export class PdfName {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A string by its bytes. */
export class PdfString {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The text of it: UTF-16 or UTF-8 with a mark, otherwise PDFDocEncoding, of which names of files use Latin letters (ISO 32000-1, 7.9.2.2). */
  get text(): string {
    const { bytes } = this;
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
    return bytes.toString('latin1');
  }
}

/** A reference to an indirect object. */
export class PdfReference {
  readonly objectNumber: number;

  constructor(objectNumber: number) {
    this.objectNumber = objectNumber;
  }
}

/** A dictionary by the names of its members. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** A stream with its bytes as they are stored. */
export class PdfStream {
  readonly dictionary: PdfDictionary;
  readonly stored: Buffer;

  constructor(dictionary: PdfDictionary, stored: Buffer) {
    this.dictionary = dictionary;
    this.stored = stored;
  }
}

/** An object of a PDF file (ISO 32000-1, 7.3); undefined is the null object, and one that is not there. */
export type PdfValue =
  | number
  | boolean
  | undefined
  | PdfName
  | PdfString
  | PdfReference
  | PdfStream
  | readonly PdfValue[]
  | PdfDictionary;
