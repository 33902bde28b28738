import { hash } from 'node:crypto';
import type { EventIdentity } from '#schema/facturation/event.ts';

/** The events that one batch brought, as they are stored. */
export interface SeenBatch {
  /** Where the reader stood after the batch; names the batch within its partition. */
  readonly nextOffset: bigint;
  /** The events' digests one after the other, 16 bytes each. */
  readonly digests: Uint8Array;
}

const digestBytes = 16;
const scratch = Buffer.alloc(32);

/**
 * Recognises the repeats of events among the latest records of a partition. An event's repeat has its key, and so its
 * partition. Kept are 128 bits of each event's SHA-256, which no two events share but by a chance nobody lives to see.
 */
export class SeenEvents {
  readonly #keepRecords: bigint;
  readonly #digests = new Set<string>();
  readonly #batches: { nextOffset: bigint; digests: string[] }[] = [];
  #current: string[] = [];

  /** @param keepRecords how many offsets back a repeat is recognised at least */
  constructor(keepRecords: number) {
    this.#keepRecords = BigInt(keepRecords);
  }

  /** Takes back what is stored, in ascending order. */
  restore(batches: Iterable<SeenBatch>): void {
    for (const { nextOffset, digests } of batches) {
      this.#remember(nextOffset, splitDigests(Buffer.from(digests)));
    }
  }

  /** Whether this is the event's first record; it is known from now on. */
  add(event: EventIdentity): boolean {
    const digest = toDigest(event);
    if (this.#digests.has(digest)) return false;
    this.#digests.add(digest);
    this.#current.push(digest);
    return true;
  }

  /** Ends a batch: what it brought, to be stored, and up to which offset batches are forgotten, to be deleted. */
  endBatch(nextOffset: bigint): { batch: SeenBatch | null; forgottenUntil: bigint } {
    const digests = this.#current;
    this.#current = [];
    const forgottenUntil = nextOffset - this.#keepRecords;
    this.#forget(forgottenUntil);
    if (digests.length === 0) return { batch: null, forgottenUntil };
    this.#remember(nextOffset, digests);
    return { batch: { nextOffset, digests: Buffer.from(digests.join(''), 'latin1') }, forgottenUntil };
  }

  #remember(nextOffset: bigint, digests: string[]): void {
    for (const digest of digests) this.#digests.add(digest);
    this.#batches.push({ nextOffset, digests });
  }

  #forget(untilOffset: bigint): void {
    const kept = this.#batches.findIndex(({ nextOffset }) => nextOffset > untilOffset);
    const forgotten = this.#batches.splice(0, kept === -1 ? this.#batches.length : kept);
    for (const { digests } of forgotten) for (const digest of digests) this.#digests.delete(digest);
  }
}

/** The length of the source goes first, so that no two pairs give the same text. */
function toDigest({ id, source }: EventIdentity): string {
  scratch.write(hash('sha256', `${source.length}:${source}${id}`, 'binary'), 'latin1');
  // Copied, because a slice of a text keeps the whole text in memory.
  return scratch.toString('latin1', 0, digestBytes);
}

function splitDigests(bytes: Buffer): string[] {
  const digests: string[] = [];
  for (let start = 0; start < bytes.length; start += digestBytes) {
    digests.push(bytes.toString('latin1', start, start + digestBytes));
  }
  return digests;
}
