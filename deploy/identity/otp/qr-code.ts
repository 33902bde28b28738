import { renderSVG } from 'uqr';
import { type Markup, raw } from '#platform/text/html.ts';

/** Draws a text as a QR code (ISO/IEC 18004), black on white whatever the page's colours: cameras want the contrast. */
export function renderQrCode(text: string): Markup {
  const svg = renderSVG(text, { ecc: 'M', border: 4, pixelSize: 4 });
  return raw(svg.replace('<svg ', '<svg role="img" aria-label="QR code" width="232" height="232" '));
}
