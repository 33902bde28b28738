/** A kind of file that is given for a CSV file by mistake. */
export interface ForeignFormat {
  /** With its article. */
  readonly name: string;
  /** Something that would be right. */
  readonly cure: string;
}

interface Signature {
  readonly at?: number;
  readonly bytes: string;
  readonly format: ForeignFormat;
}

const unpack = 'unpack it, or compress the CSV file with gzip or zstd';
const saveAsCsv = 'save the sheet as CSV';

/** File signatures. Those that a text could begin with are given with the binary bytes that follow. */
const signatures: readonly Signature[] = [
  { bytes: 'BZh?1AY&SY', format: { name: 'a bzip2 file', cure: unpack } },
  { bytes: 'BZh?\x17rE8P\x90', format: { name: 'a bzip2 file', cure: unpack } },
  { bytes: '\xfd7zXZ\0', format: { name: 'an xz file', cure: unpack } },
  { bytes: "7z\xbc\xaf'\x1c", format: { name: 'a 7-Zip archive', cure: unpack } },
  { bytes: 'Rar!\x1a\x07', format: { name: 'a RAR archive', cure: unpack } },
  { bytes: '\x04"M\x18', format: { name: 'an LZ4 file', cure: unpack } },
  { bytes: '\x1f\x9d', format: { name: 'a file of compress(1)', cure: unpack } },
  { bytes: '\x1f\x8b', format: { name: 'a gzip file within a compressed file', cure: 'unpack it once' } },
  {
    bytes: '\x28\xb5\x2f\xfd',
    format: { name: 'a zstd file within a compressed file', cure: 'unpack it once' },
  },
  { at: 257, bytes: 'ustar', format: { name: 'a tar archive', cure: unpack } },
  {
    bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    format: { name: 'an Excel workbook (.xls)', cure: saveAsCsv },
  },
  { bytes: '%PDF-', format: { name: 'a PDF file', cure: 'export the data as CSV' } },
  { bytes: 'SQLite format 3\0', format: { name: 'an SQLite database', cure: 'export the table as CSV' } },
  { bytes: 'PAR1\x15', format: { name: 'a Parquet file', cure: 'export the table as CSV' } },
];
const zip = 'PK\x03\x04';
const emptyZip = 'PK\x05\x06';
/** The names of entries that a workbook's archive begins with, and the whole of what OpenDocument begins with. */
const workbookMarks = ['[Content_Types].xml', 'xl/', '_rels/', 'docProps/'];
const openDocumentMark = 'mimetypeapplication/vnd.oasis.opendocument.';

/** The number of bytes at the beginning of a file that show its format. */
const signatureBytes = 1_024;

/**
 * Detects by its first bytes a file that is not CSV but something that people load by mistake: a workbook, an archive, a
 * file compressed in another way. Undefined for anything else.
 *
 * @param head the beginning of the file, decompressed if it is gzip or zstd
 */
export function detectForeignFormat(head: Uint8Array): ForeignFormat | undefined {
  const text = Buffer.from(head.subarray(0, signatureBytes)).toString('latin1');
  if (text.startsWith(zip) || text.startsWith(emptyZip)) return detectArchive(text);
  return signatures.find(({ at = 0, bytes }) => matches(text, at, bytes))?.format;
}

/** A ZIP archive by the name of its first entry (APPNOTE.TXT, section 4.3.7: 30 bytes, then the name). */
function detectArchive(text: string): ForeignFormat {
  const names = text.slice(30);
  if (workbookMarks.some((mark) => names.startsWith(mark))) {
    return { name: 'an Excel workbook (.xlsx)', cure: saveAsCsv };
  }
  if (names.startsWith(openDocumentMark)) return { name: 'an OpenDocument file', cure: saveAsCsv };
  return { name: 'a ZIP archive', cure: unpack };
}

/** `?` stands for any byte. */
function matches(text: string, at: number, bytes: string): boolean {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== '?' && text[at + index] !== bytes[index]) return false;
  }
  return true;
}
