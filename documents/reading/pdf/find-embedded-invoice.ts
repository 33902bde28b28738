import { DocumentReadError } from '../document-read-error.ts';
import { xmlBounds } from '../xml/parse-xml.ts';
import { PdfFile } from './pdf-file.ts';
import { type PdfDictionary, PdfStream, PdfString, type PdfValue } from './pdf-value.ts';

/** The names of the embedded invoice, in small letters: Factur-X and ZUGFeRD 2.1, ZUGFeRD 2.0, and the profile XRECHNUNG of ZUGFeRD. */
const invoiceNames = ['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml'];
/** The nodes of the tree of embedded files, and the files of all of them. */
const maxNodes = 1_000;
const maxFiles = 1_000;
/** In bytes; what is longer is not the name of an invoice. */
const maxNameBytes = 1_024;

/**
 * Finds the invoice that a hybrid PDF embeds: a file of one of the names of Factur-X, ZUGFeRD or XRechnung, among those associated with
 * the document (PDF/A-3, `AF`) and those in its tree of embedded files (ISO 32000-1, 7.11.4).
 *
 * @throws {DocumentReadError} NOT_A_DOCUMENT if it embeds no invoice, UNSUPPORTED if it is encrypted
 */
export function findEmbeddedInvoice(bytes: Uint8Array): Buffer {
  const pdf = new PdfFile(bytes);
  const { catalog } = pdf;
  const associated = pdf.resolve(catalog.get('AF'));
  const specifications = [
    ...(Array.isArray(associated) ? associated.slice(0, maxFiles) : []),
    ...listTree(pdf, pdf.toDictionary(catalog.get('Names'))?.get('EmbeddedFiles')),
  ].flatMap((value) => pdf.toDictionary(value) ?? []);
  const named = specifications.map((specification) => ({
    specification,
    name: toFileName(pdf, specification),
  }));
  for (const wanted of invoiceNames) {
    const found = named.find(({ name }) => name.toLowerCase() === wanted);
    const stream = found && findStream(pdf, found.specification);
    if (stream !== undefined) return decodeBounded(pdf, stream);
  }
  const others = [...new Set(named.map(({ name }) => JSON.stringify(name)))];
  const has = others.length === 0 ? 'it embeds no file' : `it embeds ${others.slice(0, 5).join(', ')}`;
  throw new DocumentReadError(
    'NOT_A_DOCUMENT',
    `the PDF is not a hybrid invoice: ${has}, and not one of ${invoiceNames.join(', ')}`,
  );
}

/** Lists the specifications of files in a tree of names. */
function listTree(pdf: PdfFile, root: PdfValue): PdfValue[] {
  const found: PdfValue[] = [];
  const open: PdfValue[] = [root];
  for (let nodes = 0; open.length > 0 && nodes < maxNodes && found.length < maxFiles; nodes += 1) {
    const node = pdf.toDictionary(open.shift());
    const names = pdf.resolve(node?.get('Names'));
    // Each name is followed by its value.
    if (Array.isArray(names)) found.push(...names.filter((_, index) => index % 2 === 1).slice(0, maxFiles));
    const kids = pdf.resolve(node?.get('Kids'));
    if (Array.isArray(kids)) open.push(...kids.slice(0, maxNodes));
  }
  return found;
}

/** The name in Unicode comes before that for old systems. */
function toFileName(pdf: PdfFile, specification: PdfDictionary): string {
  const [name] = ['UF', 'F', 'Unix', 'DOS', 'Mac']
    .map((key) => pdf.resolve(specification.get(key)))
    .filter((value) => value instanceof PdfString);
  return name === undefined || name.bytes.length > maxNameBytes ? '' : name.text;
}

function findStream(pdf: PdfFile, specification: PdfDictionary): PdfStream | undefined {
  const files = pdf.toDictionary(specification.get('EF'));
  return ['UF', 'F', 'Unix', 'DOS', 'Mac']
    .map((key) => pdf.resolve(files?.get(key)))
    .find((value) => value instanceof PdfStream);
}

function decodeBounded(pdf: PdfFile, stream: PdfStream): Buffer {
  const bytes = pdf.decode(stream);
  if (bytes.length <= xmlBounds.bytes) return bytes;
  throw new DocumentReadError('TOO_LARGE', `the embedded invoice has ${bytes.length} bytes`);
}
