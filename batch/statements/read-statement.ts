import { TextDecoder } from 'node:util';
import { openBytes } from '../csv/open-bytes.ts';
import type { SourceRow } from '../mapping/import-invoice.ts';
import { CamtReader } from './camt-reader.ts';
import { StatementError } from './statement-error.ts';

/** Encodings that statements come in, by the names of XML, and those by which they are read. */
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
};
const declaration = /^\uFEFF?<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/;
/** The number of bytes that contain the declaration of the encoding. */
const declarationBytes = 400;

/**
 * Reads the rows of a bank statement, plain or compressed with gzip or zstd. Memory does not grow with the file.
 *
 * @throws {StatementError}
 */
export async function* readStatement(path: string, signal: AbortSignal): AsyncGenerator<SourceRow, void> {
  let decoder: TextDecoder | undefined;
  let reader: CamtReader | undefined;
  let rowNumber = 0;
  try {
    for await (const piece of openBytes(path, { signal })) {
      if (decoder === undefined || reader === undefined) {
        const encoding = findEncoding(piece);
        decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
        reader = new CamtReader(encoding === 'utf-8' ? 'utf8' : 'latin1');
      }
      for (const row of reader.push(decode(decoder, piece))) yield { ...row, rowNumber: ++rowNumber };
    }
    if (decoder === undefined || reader === undefined) {
      throw new StatementError('FILE_UNSUPPORTED', 'it is empty');
    }
    decode(decoder, undefined);
    reader.end();
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new StatementError(error.code, `${path} cannot be read as a bank statement: ${error.message}.`);
  }
}

/** @param piece the next bytes, undefined at the end of the file */
function decode(decoder: TextDecoder, piece: Uint8Array | undefined): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    const message = `it has bytes that are not valid in ${decoder.encoding}, which its first line names or leaves out`;
    throw new StatementError('FILE_DAMAGED', message);
  }
}

/** Finds the encoding that the XML declaration names (XML 1.0, section 4.3.3); UTF-8 if it names none. */
function findEncoding(head: Uint8Array): string {
  const [first, second] = head;
  // UTF-16 begins with its mark, or has a zero beside the first character.
  if (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    first === 0 ||
    second === 0
  ) {
    throw new StatementError('FILE_UNSUPPORTED', 'it is in UTF-16: save it as UTF-8');
  }
  const text = Buffer.from(head.subarray(0, declarationBytes)).toString('latin1');
  const [, name = 'utf-8'] = declaration.exec(text.replace(/^\u00EF\u00BB\u00BF/, '')) ?? [];
  const encoding = encodings[name.toLowerCase()];
  if (encoding !== undefined) return encoding;
  const message = `its encoding ${JSON.stringify(name)} is not read here; save it in one of ${Object.keys(encodings).join(', ')}`;
  throw new StatementError('FILE_UNSUPPORTED', message);
}
