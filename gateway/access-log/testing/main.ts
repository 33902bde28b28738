import { LineWriter } from '../line-writer.ts';
import { openStandardOutput } from '../standard-output.ts';

// A process of its own, as its standard output is written to.

const writer = new LineWriter({
  target: openStandardOutput(() => '#header\n'),
  onDropped: () => {},
  onFailing: () => {},
  onRecovered: () => {},
});
for (let line = 0; line < 10_000; line += 1) writer.write(`line ${line}\n`);
await writer.close();
