import { randomFillSync } from 'node:crypto';

/** The number of ids for which random bytes are drawn at once. */
const idsAtOnce = 1_024;
const counterBits = 42;

/**
 * Creates UUIDv7s, each greater than the one before, so that they are added at the end of an index.
 *
 * Layout (RFC 9562 section 5.7 with the counter of section 6.2, method 1): 48 bits of milliseconds, a counter of 42 bits
 * that begins at a random place, 32 random bits.
 */
export class AscendingIds {
  readonly #random = Buffer.allocUnsafe(4 * idsAtOnce);
  #drawn = idsAtOnce;
  #timeMs = 0;
  #counter = 0;

  /** Begins a new millisecond if there is one, with a counter from a new random place. */
  tick(nowMs: number): void {
    if (nowMs <= this.#timeMs) return;
    this.#timeMs = nowMs;
    const seed = randomFillSync(Buffer.allocUnsafe(6));
    // The uppermost bit stays free, so that 2^41 ids can follow within the same millisecond.
    this.#counter = seed.readUIntBE(0, 6) % 2 ** (counterBits - 1);
  }

  /** Writes the next id's sixteen bytes. */
  write(bytes: Uint8Array, offset: number): void {
    if (this.#drawn === idsAtOnce) {
      randomFillSync(this.#random);
      this.#drawn = 0;
    }
    this.#counter += 1;
    const time = this.#timeMs;
    const timeUpper = Math.floor(time / 0x1_0000);
    bytes[offset] = timeUpper >>> 24;
    bytes[offset + 1] = timeUpper >>> 16;
    bytes[offset + 2] = timeUpper >>> 8;
    bytes[offset + 3] = timeUpper;
    bytes[offset + 4] = time >>> 8;
    bytes[offset + 5] = time;
    const upper = Math.floor(this.#counter / 0x4000_0000);
    const lower = this.#counter - upper * 0x4000_0000;
    bytes[offset + 6] = 0x70 | (upper >>> 8);
    bytes[offset + 7] = upper;
    bytes[offset + 8] = 0x80 | (lower >>> 24);
    bytes[offset + 9] = lower >>> 16;
    bytes[offset + 10] = lower >>> 8;
    bytes[offset + 11] = lower;
    const from = 4 * this.#drawn++;
    for (let index = 0; index < 4; index++) bytes[offset + 12 + index] = this.#random[from + index] ?? 0;
  }
}
