import type { EInvoice } from '../model/e-invoice.ts';
import { type Canvas, ink, pageHeight, pageWidth, type TextStyle } from './canvas.ts';
import type { FigureFormat } from './figure-format.ts';
import type { DocumentLanguage, Words } from './words.ts';

/** The edges of the text, in points. */
export const left = 48;
export const contentWidth = pageWidth - 2 * left;
const top = 46;
/** Below it stands the footer. */
const bottom = pageHeight - 70;

const muted = '#667085';
export const styles = {
  title: { size: 22, weight: 'bold' },
  lead: { size: 15, weight: 'bold' },
  heading: { size: 9, weight: 'bold' },
  text: { size: 9 },
  strong: { size: 9, weight: 'bold' },
  label: { size: 8, color: muted },
  small: { size: 7.5, color: muted },
  footer: { size: 7, color: muted },
} as const satisfies Record<string, TextStyle>;

interface FlowOptions {
  readonly canvas: Canvas;
  readonly invoice: EInvoice;
  readonly words: Words;
  readonly format: FigureFormat;
  readonly language: DocumentLanguage;
  /** The colour of titles and rules; default that of the text. */
  readonly accent?: string | undefined;
}

/** The parts of a document one below the other, on as many pages as they need. */
export class Flow {
  readonly canvas: Canvas;
  readonly invoice: EInvoice;
  readonly words: Words;
  readonly format: FigureFormat;
  readonly language: DocumentLanguage;
  readonly accent: string;
  /** The place of the next part. */
  y: number = top;

  constructor({ canvas, invoice, words, format, language, accent = ink }: FlowOptions) {
    this.canvas = canvas;
    this.invoice = invoice;
    this.words = words;
    this.format = format;
    this.language = language;
    this.accent = accent;
    canvas.addPage();
  }

  get isCreditNote(): boolean {
    return this.invoice.typeCode === '381';
  }

  /** The name of the document's kind. */
  get kindName(): string {
    return this.isCreditNote ? this.words.creditNote : this.words.invoice;
  }

  /** The height that is left on the page. */
  get room(): number {
    return bottom - this.y;
  }

  /** Begins a page, whose head says which document it continues. */
  addPage(): void {
    this.canvas.addPage();
    const name = `${this.kindName} ${this.invoice.number}`;
    const box = { x: left, y: top, width: contentWidth };
    const width = Math.min(this.canvas.measure(name, styles.strong), contentWidth * 0.7);
    const end = this.canvas.drawText(name, { ...box, width: contentWidth * 0.7 }, styles.strong);
    this.canvas.drawText(` (${this.words.continued})`, { ...box, x: left + width }, styles.label);
    this.y = end + 12;
  }

  /** Begins a page unless a height is left on this one. */
  reserve(height: number): void {
    if (this.room < height) this.addPage();
  }
}
