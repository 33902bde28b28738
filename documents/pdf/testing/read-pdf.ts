import { inflateSync } from 'node:zlib';

/** A page or a file within a PDF, as tests read them. */
interface ReadPdf {
  /** The texts of each page in the order in which they are drawn, with spaces between. */
  readonly pages: readonly string[];
  readonly embeddedFiles: readonly Buffer[];
  readonly fontCount: number;
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Buffer | undefined;
}

/** Reads a file that pdfkit has written: it has no streams of objects, and names of fonts are unique in it. */
export function readPdf(bytes: Buffer): ReadPdf {
  const objects = readObjects(bytes);
  const fonts = readFonts(objects);
  const all = [...objects.values()];
  return {
    pages: all
      .filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary))
      .map(({ dictionary }) => {
        const contents = objects.get(Number(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1]));
        return readText(contents?.stream?.toString('latin1') ?? '', fonts);
      }),
    embeddedFiles: all.flatMap(({ dictionary, stream }) =>
      dictionary.includes('/Type /EmbeddedFile') && stream !== undefined ? [stream] : [],
    ),
    fontCount: all.filter(({ dictionary }) => dictionary.includes('/FontFile2')).length,
  };
}

function readObjects(bytes: Buffer): Map<number, PdfObject> {
  const text = bytes.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('\nendobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('stream\n');
    const dictionary = at < 0 ? body : body.slice(0, at);
    const stored =
      at < 0 ? undefined : bytes.subarray(start + at + 7, start + body.lastIndexOf('\nendstream'));
    const stream = stored !== undefined && dictionary.includes('/FlateDecode') ? inflateSync(stored) : stored;
    objects.set(Number(match[1]), { dictionary, stream });
  }
  return objects;
}

/** The characters of each glyph by the name of its font on pages. */
function readFonts(objects: ReadonlyMap<number, PdfObject>): Map<string, string[]> {
  const fonts = new Map<string, string[]>();
  for (const { dictionary } of objects.values())
    for (const [, name = '', id] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const font = objects.get(Number(id))?.dictionary ?? '';
      const cmap =
        objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1]))?.stream?.toString('latin1') ?? '';
      const ranges = [...cmap.matchAll(/<[\da-f]+> <[\da-f]+> \[(.*?)\]/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/<([^>]*)>/g)].map(([, units = '']) =>
          String.fromCharCode(...units.split(' ').map((unit) => Number.parseInt(unit, 16))),
        ),
      );
      fonts.set(name, ranges);
    }
  return fonts;
}

function readText(content: string, fonts: ReadonlyMap<string, string[]>): string {
  const texts: string[] = [];
  let font: string[] = [];
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(<.*?)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? [];
    else
      texts.push(
        [...(array ?? '').matchAll(/<([\da-f]*)>/g)]
          .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          .map((glyph) => font[Number.parseInt(glyph, 16)] ?? '?')
          .join(''),
      );
  }
  return texts.join(' ');
}
