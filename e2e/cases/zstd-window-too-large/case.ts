import assert from 'node:assert/strict';
import type { Case } from '../case.ts';

const rows = `invoiceNumber,customerName,amount,currency,issuedAt
ZSTD-1,Ada,10.00,EUR,2026-03-01T09:30:00.000Z
`;

/** A sound file, as `zstd --ultra -22 --long=31` writes it from a pipe. */
export const zstdWindowTooLarge: Case = {
  name: 'a sound zstd file with a window of 2 GiB is refused for its window, and not called damaged',
  async run({ openDesk }) {
    const desk = await openDesk(import.meta.dirname);
    await desk.write('in.csv.zst', frameWithWindow(31, Buffer.from(rows)));
    const { code, output } = await desk.batch('load', 'in.csv.zst');
    assert.equal(code, 1);
    assert.match(output, /window of 2,048 MiB is larger than the 128 MiB/);
    assert.doesNotMatch(output, /damaged|not in order/);
  },
};

/** One frame with one raw block (RFC 8878, 3.1.1), whose window is two to the power given. */
function frameWithWindow(log: number, content: Buffer): Buffer {
  const magic = [0x28, 0xb5, 0x2f, 0xfd];
  const descriptor = 0x00;
  const window = (log - 10) << 3;
  const blockHeader = (content.length << 3) | 1;
  const block = [blockHeader & 0xff, (blockHeader >> 8) & 0xff, (blockHeader >> 16) & 0xff];
  return Buffer.concat([Buffer.from([...magic, descriptor, window, ...block]), content]);
}
