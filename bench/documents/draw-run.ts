import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { createLongInvoice } from '../../e2e/documents/pictures/documents.ts';
import { readPeakMiB } from '../process-figures.ts';
import type { DrawFigures } from './draw-figures.ts';

/** Draws an invoice again and again: `draw-run.ts LINES SECONDS`. Writes `DrawFigures` as JSON. */
const [lineCount, seconds] = process.argv.slice(2).map(Number);
if (lineCount === undefined || seconds === undefined) throw new Error('Give the lines and the seconds.');

const document = createLongInvoice(lineCount);
const draw = () => renderPdf(document, { language: 'en', facturX: Buffer.from(writeCii(document)) });

const first = performance.now();
const bytes = await draw();
const firstMs = performance.now() - first;
const firstPeakMiB = await readPeakMiB(process.pid);
// The compiler of Node takes a few documents to warm up.
const warmUntil = performance.now() + (seconds * 1000) / 4;
while (performance.now() < warmUntil) await draw();

const durationsMs: number[] = [];
const start = performance.now();
const cpuBefore = process.cpuUsage();
while (performance.now() < start + seconds * 1000) {
  const from = performance.now();
  await draw();
  durationsMs.push(performance.now() - from);
}
const { user, system } = process.cpuUsage(cpuBefore);
const figures: DrawFigures = {
  fileBytes: bytes.length,
  firstMs,
  firstPeakMiB,
  count: durationsMs.length,
  wallSeconds: (performance.now() - start) / 1000,
  cpuSeconds: (user + system) / 1e6,
  medianMs: durationsMs.toSorted((one, other) => one - other)[Math.floor(durationsMs.length / 2)] ?? 0,
  peakMiB: await readPeakMiB(process.pid),
};
process.stdout.write(JSON.stringify(figures));
