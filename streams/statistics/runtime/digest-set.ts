/** The length of a digest in bytes. */
export const digestBytes = 16;

const digestWords = digestBytes / 4;
const leastSlots = 1_024;

/**
 * A set of digests in one run of numbers, which takes a third of the memory of a set of texts and gives the garbage
 * collector nothing to look through. Open addressing with linear probing; digests are spread evenly as they are, so their
 * own first bits are the hash. Four words of zero stand for an empty slot; the digest that has them is not to be expected.
 */
export class DigestSet {
  #words = new Uint32Array(leastSlots * digestWords);
  #mask = leastSlots - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a digest. True if it was not there before. */
  add(digests: Uint32Array, index: number): boolean {
    const at = this.#find(digests, index * digestWords);
    if (!this.#isEmpty(at)) return false;
    this.#copy(digests, index * digestWords, at);
    this.#size += 1;
    if (this.#size * 2 > this.#mask) this.#grow();
    return true;
  }

  delete(digests: Uint32Array, index: number): void {
    const at = this.#find(digests, index * digestWords);
    if (this.#isEmpty(at)) return;
    this.#size -= 1;
    this.#close(at / digestWords);
  }

  /** The slot of the digest, or the empty slot where it would be. */
  #find(from: Uint32Array, start: number): number {
    const words = this.#words;
    let slot = (from[start] ?? 0) & this.#mask;
    for (;;) {
      const at = slot * digestWords;
      if (
        words[at] === from[start] &&
        words[at + 1] === from[start + 1] &&
        words[at + 2] === from[start + 2] &&
        words[at + 3] === from[start + 3]
      )
        return at;
      if (this.#isEmpty(at)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  #isEmpty(at: number): boolean {
    const words = this.#words;
    return words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
  }

  #copy(from: Uint32Array, start: number, at: number): void {
    for (let word = 0; word < digestWords; word += 1) this.#words[at + word] = from[start + word] ?? 0;
  }

  /** Empties a slot, and moves up those after it that it would otherwise hide (Knuth, volume 3, 6.4, algorithm R). */
  #close(emptied: number): void {
    let hole = emptied;
    for (
      let slot = (hole + 1) & this.#mask;
      !this.#isEmpty(slot * digestWords);
      slot = (slot + 1) & this.#mask
    ) {
      const home = (this.#words[slot * digestWords] ?? 0) & this.#mask;
      const isBehindHole = ((slot - home) & this.#mask) >= ((slot - hole) & this.#mask);
      if (!isBehindHole) continue;
      this.#copy(this.#words, slot * digestWords, hole * digestWords);
      hole = slot;
    }
    this.#words.fill(0, hole * digestWords, (hole + 1) * digestWords);
  }

  #grow(): void {
    const old = this.#words;
    this.#words = new Uint32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let start = 0; start < old.length; start += digestWords) {
      const isEmpty = !(old[start] || old[start + 1] || old[start + 2] || old[start + 3]);
      if (!isEmpty) this.#copy(old, start, this.#find(old, start));
    }
  }
}
