import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { Round } from './relay-batch.ts';

export interface RelayOptions {
  /** Creates the topic unless it exists. */
  readonly prepare: (signal: AbortSignal) => Promise<unknown>;
  /** Relays one batch. */
  readonly relayBatch: (signal: AbortSignal) => Promise<Round>;
  readonly onRound: (round: Round) => void;
  /** Called for each failure with the number of failures in a row and the wait before the next attempt. */
  readonly onFailure: (error: unknown, failures: number, waitMs: number) => void;
  /** The interval at which the relay looks without a hint, in milliseconds. */
  readonly pollMs: number;
  /** The limit for the batch under way once the relay is to end, in milliseconds. */
  readonly finishWithinMs: number;
}

export interface Relay {
  /** Announces that messages may be waiting. */
  hint(): void;
  /** Ends the relay after the batch under way. */
  close(): Promise<void>;
}

const backoff = { firstMs: 100, maxMs: 5_000 };

/**
 * Relays batch after batch until it is closed. A failed batch is tried again after a growing wait and never skipped, as
 * later messages must not overtake earlier ones.
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
        // Hints do not shorten the wait: new messages do not bring a lost server back.
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
