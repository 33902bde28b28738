import { hash } from 'node:crypto';
import type { EventIdentity } from '#schema/facturation/event.ts';
import { DigestSet, digestBytes } from './digest-set.ts';

/** The events that one batch brought, as they are stored. */
export interface SeenBatch {
  /** The reader's position after the batch, which identifies the batch within its partition. */
  readonly nextOffset: bigint;
  /** The events' digests one after the other, 16 bytes each. */
  readonly digests: Uint8Array;
}

/** The events of one or more batches, which are forgotten together. */
interface KnownEvents {
  /** The reader's position after the last of them. */
  readonly nextOffset: bigint;
  readonly digests: Uint32Array<ArrayBuffer>;
}

const digestWords = digestBytes / 4;
/** Batches of a quiet time have few events each: kept one by one, they would take a kilobyte and a half each. */
const leastTogether = 256;

/**
 * Recognises the repeats of events among the latest records of a partition. An event's repeat has its key, and so its
 * partition. Kept are 128 bits of each event's SHA-256, which no two events share but by a chance nobody lives to see.
 */
export class SeenEvents {
  readonly #keepRecords: bigint;
  readonly #known = new DigestSet();
  readonly #together: KnownEvents[] = [];
  /** The digests of the latest batches and of that under way, and room for more. */
  #current = new Uint32Array(leastTogether * digestWords);
  #count = 0;
  /** The number of them before the batch under way. */
  #countBefore = 0;

  /** @param keepRecords how many offsets back a repeat is recognised at least */
  constructor(keepRecords: number) {
    this.#keepRecords = BigInt(keepRecords);
  }

  /** Takes back what is stored, in ascending order. */
  restore(batches: Iterable<SeenBatch>): void {
    for (const { nextOffset, digests } of batches) {
      const count = digests.length / digestBytes;
      this.#makeRoom(count);
      new Uint8Array(this.#current.buffer).set(digests, this.#count * digestBytes);
      for (let nth = 0; nth < count; nth += 1) this.#known.add(this.#current, this.#count + nth);
      this.#count += count;
      this.#close(nextOffset);
    }
  }

  /** Adds an event. True if this is its first record. */
  add(event: EventIdentity): boolean {
    this.#makeRoom(1);
    writeDigest(event, this.#current, this.#count * digestWords);
    if (!this.#known.add(this.#current, this.#count)) return false;
    this.#count += 1;
    return true;
  }

  /** Ends a batch: what it brought, to be stored, and up to which offset batches are forgotten, to be deleted. */
  endBatch(nextOffset: bigint): { batch: SeenBatch | null; forgottenUntil: bigint } {
    const digests = this.#current.slice(this.#countBefore * digestWords, this.#count * digestWords);
    this.#close(nextOffset);
    const forgottenUntil = nextOffset - this.#keepRecords;
    this.#forget(forgottenUntil);
    if (digests.length === 0) return { batch: null, forgottenUntil };
    return { batch: { nextOffset, digests: new Uint8Array(digests.buffer) }, forgottenUntil };
  }

  #makeRoom(count: number): void {
    const wanted = (this.#count + count) * digestWords;
    if (wanted <= this.#current.length) return;
    const larger = new Uint32Array(Math.max(wanted, this.#current.length * 2));
    larger.set(this.#current);
    this.#current = larger;
  }

  #close(nextOffset: bigint): void {
    if (this.#count >= leastTogether) {
      this.#together.push({ nextOffset, digests: this.#current.slice(0, this.#count * digestWords) });
      this.#count = 0;
    }
    this.#countBefore = this.#count;
  }

  #forget(untilOffset: bigint): void {
    const kept = this.#together.findIndex(({ nextOffset }) => nextOffset > untilOffset);
    const forgotten = this.#together.splice(0, kept === -1 ? this.#together.length : kept);
    for (const { digests } of forgotten)
      for (let index = 0; index * digestWords < digests.length; index += 1)
        this.#known.delete(digests, index);
  }
}

/** The length of the source goes first, so that no two pairs give the same text. */
function writeDigest({ id, source }: EventIdentity, digests: Uint32Array, start: number): void {
  // As text with a character for each byte, which Node makes in a third of the time of a buffer.
  const digest = hash('sha256', `${source.length}:${source}${id}`, 'binary');
  for (let word = 0; word < digestWords; word += 1) {
    const at = word * 4;
    digests[start + word] =
      digest.charCodeAt(at) |
      (digest.charCodeAt(at + 1) << 8) |
      (digest.charCodeAt(at + 2) << 16) |
      (digest.charCodeAt(at + 3) << 24);
  }
}
