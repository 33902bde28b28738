import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { Round } from './relay-batch.ts';

export interface RelayOptions {
  /** Makes the topic unless it exists. */
  readonly prepare: (signal: AbortSignal) => Promise<unknown>;
  /** Relays one batch. */
  readonly relayBatch: (signal: AbortSignal) => Promise<Round>;
  readonly onRound: (round: Round) => void;
  /** Told of each failure, how many there were in a row, and when it is tried again. */
  readonly onFailure: (error: unknown, failures: number, waitMs: number) => void;
  /** How often to look without a hint, in milliseconds. */
  readonly pollMs: number;
  /** How long a batch under way may take once the relay is to end, in milliseconds. */
  readonly finishWithinMs: number;
}

export interface Relay {
  /** Says that something may be waiting. */
  hint(): void;
  /** Ends it after the batch under way. */
  close(): Promise<void>;
}

const backoff = { firstMs: 100, maxMs: 5_000 };

/**
 * Relays batch after batch until it is closed. What fails is tried again after a growing wait: nothing is skipped, as
 * what comes later must not overtake it.
 */
export function startRelay(options: RelayOptions): Relay {
  const bell = createBell();
  const ending = new AbortController();
  const giveUp = new AbortController();

  async function run(): Promise<void> {
    let isPrepared = false;
    let failures = 0;
    while (!ending.signal.aborted) {
      try {
        if (!isPrepared) await options.prepare(giveUp.signal);
        isPrepared = true;
        const round = await options.relayBatch(giveUp.signal);
        failures = 0;
        options.onRound(round);
        if (round.kind === 'relayed' && round.isFull) continue;
        await bell.wait(options.pollMs, ending.signal);
      } catch (error) {
        failures += 1;
        const waitMs = toBackoffMs(failures, backoff);
        options.onFailure(error, failures, waitMs);
        // Hints do not shorten it: whatever is away is not back because there is more to do.
        await pause(waitMs, ending.signal);
      }
    }
  }

  const running = run();
  return {
    hint: () => bell.ring(),
    async close() {
      ending.abort();
      const limit = setTimeout(() => giveUp.abort(), options.finishWithinMs);
      await running;
      clearTimeout(limit);
    },
  };
}
