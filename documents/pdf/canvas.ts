import PDFDocument from 'pdfkit';
import type { FontWeight } from '../fonts/font-set.ts';
import { type Direction, toVisualOrder } from './text/bidi.ts';
import { type BrokenLine, breakText } from './text/break-text.ts';
import { type TextPiece, toPieces } from './text/to-pieces.ts';

/** A4, in points of 1/72 inch. */
export const pageWidth = 595.28;
export const pageHeight = 841.89;

export interface TextStyle {
  /** In points. */
  readonly size: number;
  readonly weight?: FontWeight;
  /** Six hexadecimal digits after `#`. */
  readonly color?: string;
}

/** A place for text: its left and upper edge, and its width. */
interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** The distance of lines by the size of their letters. */
const lineFactor = 1.38;
/** The place of the baseline below the upper edge of a line, by the size of its letters. */
const baselineFactor = 1.02;
/** The colour of text. */
export const ink = '#1f2430';

interface CanvasOptions {
  /** BCP 47. */
  readonly language: string;
  /** The time that the document says it was made at. */
  readonly createdAt: Date;
}

/** Draws texts and shapes on pages of a PDF/A-3 file. Texts are set by fonts that have their characters, in their directions. */
export class Canvas {
  readonly document: PDFKit.PDFDocument;
  readonly #parts: Buffer[] = [];
  readonly #finished: Promise<Buffer>;

  constructor({ language, createdAt }: CanvasOptions) {
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b',
      lang: language,
      displayTitle: true,
      bufferPages: true,
      autoFirstPage: false,
      font: '',
      info: { Producer: 'Facturation', Creator: 'Facturation', CreationDate: createdAt, ModDate: createdAt },
    });
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    this.#finished = promise;
    this.document.on('data', (part: Buffer) => this.#parts.push(part));
    this.document.on('end', () => resolve(Buffer.concat(this.#parts)));
    this.document.on('error', reject);
  }

  addPage(): void {
    this.document.addPage();
  }

  /** Draws on each page after the last one is known. */
  decoratePages(draw: (pageNumber: number, pageCount: number) => void): void {
    const { count } = this.document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.document.switchToPage(index);
      draw(index + 1, count);
    }
  }

  /** The height of one line. */
  lineHeight({ size }: TextStyle): number {
    return size * lineFactor;
  }

  /** The width of a text on one line. */
  measure(text: string, style: TextStyle, direction: Direction = 'ltr'): number {
    const pieces = toPieces(text, style.weight ?? 'regular', direction);
    return pieces.reduce((sum, piece) => sum + this.#widthOf(piece, style.size), 0);
  }

  /** Breaks a text into lines that fit into a width. */
  breakLines(text: string, width: number, style: TextStyle): BrokenLine[] {
    return breakText(text, width, (part, direction) => this.measure(part, style, direction));
  }

  /** The height of a text that is broken into lines. */
  measureHeight(text: string, width: number, style: TextStyle): number {
    return this.breakLines(text, width, style).length * this.lineHeight(style);
  }

  /** Draws a text with as many lines as it needs. @returns the lower edge */
  drawText(text: string, box: TextBox, style: TextStyle): number {
    let y = box.y;
    for (const line of this.breakLines(text, box.width, style)) y = this.drawLine(line, { ...box, y }, style);
    return y;
  }

  /** Draws one line. @returns the lower edge */
  drawLine(line: BrokenLine, { x, y, width, align = 'left' }: TextBox, style: TextStyle): number {
    const pieces = toPieces(line.text, style.weight ?? 'regular', line.direction);
    const widths = pieces.map((piece) => this.#widthOf(piece, style.size));
    const free = width - widths.reduce((sum, part) => sum + part, 0);
    const shift = { left: 0, center: free / 2, right: free }[align];
    this.document.fillColor(style.color ?? ink);
    let at = x + shift;
    for (const piece of joinPieces(toVisualOrder(pieces))) {
      this.#selectFont(piece, style.size);
      this.document.text(piece.text, at, y + style.size * baselineFactor, {
        lineBreak: false,
        baseline: 'alphabetic',
      });
      at += this.#widthOf(piece, style.size);
    }
    return y + this.lineHeight(style);
  }

  drawRule(y: number, { x, width, color = '#d9dde5', thickness = 0.6 }: RuleOptions): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke();
  }

  /** Ends the file. */
  finish(): Promise<Buffer> {
    this.document.end();
    return this.#finished;
  }

  #selectFont({ font }: TextPiece, size: number): void {
    // pdfkit takes an opened font too, which its types do not say.
    this.document.font(font.font as unknown as string, font.name, size);
  }

  #widthOf(piece: TextPiece, size: number): number {
    this.#selectFont(piece, size);
    return this.document.widthOfString(piece.text);
  }
}

interface RuleOptions {
  readonly x: number;
  readonly width: number;
  readonly color?: string;
  readonly thickness?: number;
}

/** Joins neighbours from left to right with one font, so that words and their spaces are one text for whoever copies them. */
function joinPieces(pieces: readonly TextPiece[]): TextPiece[] {
  const joined: TextPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.level === 0 && piece.level === 0 && last.font === piece.font)
      joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}
