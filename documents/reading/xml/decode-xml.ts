import { DocumentReadError } from '../document-read-error.ts';

/** In bytes; the declaration stands at the beginning of the first line. */
const declarationBytes = 400;
const declaration = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;

/** Decoders of the encodings that invoices come in, by the names of IANA in small letters. */
const decoders: ReadonlyMap<string, (bytes: Uint8Array) => string> = new Map([
  ['utf-8', decodeStrictly('utf-8')],
  ['utf8', decodeStrictly('utf-8')],
  ['us-ascii', decodeStrictly('utf-8')],
  ['utf-16', decodeStrictly('utf-16le')],
  ['utf-16le', decodeStrictly('utf-16le')],
  ['utf-16be', decodeStrictly('utf-16be')],
  // A TextDecoder takes windows-1252 for this name.
  ['iso-8859-1', (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')],
  ['iso-8859-15', decodeStrictly('iso-8859-15')],
  ['windows-1252', decodeStrictly('windows-1252')],
]);

/**
 * Decodes an XML document by its byte order mark, by the first bytes, or by the encoding that its declaration names (XML 1.0,
 * 4.3.3 and appendix F); UTF-8 if nothing else is said.
 *
 * @throws {DocumentReadError} UNSUPPORTED for another encoding, DAMAGED for bytes that are not of the encoding
 */
export function decodeXml(bytes: Uint8Array): string {
  const marked = findMark(bytes);
  const encoding = marked?.encoding ?? findDeclared(bytes);
  if (marked === undefined && encoding.startsWith('utf-16')) {
    const message = `its declaration says ${encoding.toUpperCase()}, but its bytes are of another encoding: save it as UTF-8 with a declaration that says so, or as UTF-16 with a byte order mark`;
    throw new DocumentReadError('DAMAGED', message);
  }
  const decode = decoders.get(encoding);
  if (decode === undefined) {
    const message = `the encoding ${JSON.stringify(encoding)} is not read; save the document as UTF-8`;
    throw new DocumentReadError('UNSUPPORTED', message);
  }
  try {
    return decode(bytes.subarray(marked?.length ?? 0));
  } catch {
    const message = `it has bytes that are not valid in ${encoding}, which its beginning names or leaves out`;
    throw new DocumentReadError('DAMAGED', message);
  }
}

/** Finds a byte order mark, or the first character in UTF-16 without one; the mark is not a part of the text. */
function findMark(bytes: Uint8Array): { encoding: string; length: number } | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (first === 0x3c && second === 0) return { encoding: 'utf-16le', length: 0 };
  if (first === 0 && second === 0x3c) return { encoding: 'utf-16be', length: 0 };
  return undefined;
}

function findDeclared(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, declarationBytes)).toString('latin1');
  return (declaration.exec(head)?.[1] ?? 'utf-8').toLowerCase();
}

function decodeStrictly(encoding: string): (bytes: Uint8Array) => string {
  return (bytes) => new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
}
