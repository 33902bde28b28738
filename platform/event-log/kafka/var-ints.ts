/** Reads numbers of Kafka's protocol that have as many bytes as they need: zigzag varints, exact below 2^53. */
export class VarInts {
  readonly #bytes: Buffer;
  /** Where the next one begins. */
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    const first = this.#bytes[this.at] ?? 0;
    this.at += 1;
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    let value = first & 0x7f;
    let unit = 0x80;
    for (;;) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      unit *= 0x80;
    }
  }
}
