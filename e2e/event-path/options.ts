import { parseArgs } from 'node:util';

/** Which server keeps the event log. */
export type LogKind = 'postgres' | 'kafka';

/** The size of a run. */
export interface RunOptions {
  readonly messages: number;
  /** The number of kills of each process and each server. */
  readonly kills: number;
  readonly logs: readonly LogKind[];
  /** Decides who is killed when, as far as one number can. */
  readonly seed: number;
}

const most = { messages: 10_000_000, kills: 1_000, seed: 2_147_483_647 };

/**
 * Reads the command line.
 *
 * @throws {TypeError} that says what is wrong
 */
export function parseOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '10000' },
      kills: { type: 'string', default: '2' },
      log: { type: 'string', default: 'both' },
      seed: { type: 'string', default: String(Date.now() % most.seed) },
    },
  });
  return {
    messages: toCount('messages', values.messages),
    kills: toCount('kills', values.kills),
    logs: toLogs(values.log),
    seed: toCount('seed', values.seed),
  };
}

function toCount(name: keyof typeof most, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most[name]) return count;
  throw new TypeError(`--${name} must be a whole number from 1 to ${most[name]}, not "${text}"`);
}

function toLogs(text: string): LogKind[] {
  if (text === 'both') return ['postgres', 'kafka'];
  if (text === 'postgres' || text === 'kafka') return [text];
  throw new TypeError(`--log must be postgres, kafka or both, not "${text}"`);
}
