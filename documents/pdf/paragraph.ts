import { contentWidth, type Flow, left, styles } from './flow.ts';

/** Draws a text of the seller's own, which may go on on the next page. */
export function drawParagraph(flow: Flow, text: string): void {
  const { canvas } = flow;
  for (const line of canvas.breakLines(text, contentWidth, styles.text)) {
    flow.reserve(canvas.lineHeight(styles.text));
    flow.y = canvas.drawLine(line, { x: left, y: flow.y, width: contentWidth }, styles.text);
  }
  flow.y += 10;
}
