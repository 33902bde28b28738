import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** csv-parse alone: reads a file into records, counts them, and does nothing else. */
const [path = ''] = process.argv.slice(2);
const parser = createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse({ from_line: 2 }));
let records = 0;
parser.on('readable', () => {
  while (parser.read() !== null) records += 1;
});
parser.on('end', () => process.stdout.write(String(records)));
parser.on('error', (error) => {
  throw error;
});
