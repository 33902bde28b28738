import { pageHeight } from './canvas.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';

const footerTop = pageHeight - 62;
/** Mentions that are higher may be divided over pages. */
const maxKeptHeight = 200;
/** The most lines of the seller's data below each page. */
const maxFooterLines = 3;

/** Draws the notes of the document: those that the law asks for, and the seller's own. */
export function drawMentions(flow: Flow): void {
  const { canvas, invoice, words } = flow;
  const texts = (invoice.notes ?? []).map(({ text }) => text);
  if (invoice.taxPoint === 'PAYMENT') texts.push(words.vatOnReceipts);
  if (invoice.taxPoint === 'ISSUE') texts.push(words.vatOnDebits);
  if (texts.length === 0) return;
  const height = texts.reduce(
    (sum, text) => sum + canvas.measureHeight(text, contentWidth, styles.small),
    16,
  );
  flow.reserve(Math.min(height, maxKeptHeight));
  flow.y = canvas.drawText(words.mentions, { x: left, y: flow.y, width: contentWidth }, styles.heading) + 3;
  for (const text of texts)
    for (const line of canvas.breakLines(text, contentWidth, styles.small)) {
      flow.reserve(canvas.lineHeight(styles.small));
      flow.y = canvas.drawLine(line, { x: left, y: flow.y, width: contentWidth }, styles.small);
    }
}

/** Draws the seller's data of the registers and the number of the page below each page. */
export function drawFooters({ canvas, invoice, words }: Flow): void {
  const { seller } = invoice;
  const siren = seller.legalId?.scheme === '0002' ? [`SIREN ${seller.legalId.id}`] : [];
  const vat = seller.vatId === undefined ? [] : [`${words.vatId} ${seller.vatId}`];
  const text = [seller.name, seller.legalInformation, ...siren, ...vat]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
  const width = contentWidth * 0.8;
  const lines = canvas.breakLines(text, width, styles.footer).slice(0, maxFooterLines);
  canvas.decoratePages((page, count) => {
    canvas.drawRule(footerTop, { x: left, width: contentWidth });
    let y = footerTop + 6;
    for (const line of lines) y = canvas.drawLine(line, { x: left, y, width }, styles.footer);
    const box = { x: left + width, y: footerTop + 6, width: contentWidth - width, align: 'right' } as const;
    canvas.drawText(words.page(page, count), box, styles.footer);
  });
}
