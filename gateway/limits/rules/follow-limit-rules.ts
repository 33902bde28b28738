import { join } from 'node:path';
import type { Log } from '#platform/log/log.ts';
import { followFile } from '../../documents/follow-file.ts';
import { type LimitRules, parseLimitRules } from './limit-rules.ts';

/** Generous limits, for a gateway that is given no others. */
const defaultFile = join(import.meta.dirname, 'default-limits.json');

export interface FollowLimitsOptions {
  /** The file of the limits; those that the gateway comes with if absent. */
  readonly file: string | undefined;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Told of newer limits. */
  readonly onChange: (rules: LimitRules) => void;
  /** Time between two looks at the file, in milliseconds. */
  readonly pollMs?: number;
}

/** Limits that follow their file. */
export interface FollowedLimits {
  /** The limits that the file had at first. */
  readonly rules: LimitRules;
  close(): void;
}

/**
 * Loads the limits, and again whenever their file changes.
 *
 * @throws {ConfigurationError} if the first file cannot be read, or is wrong
 */
export async function followLimitRules(options: FollowLimitsOptions): Promise<FollowedLimits> {
  const { file = defaultFile, ...others } = options;
  const { value: rules, close } = await followFile({
    ...others,
    file,
    variable: 'LIMITS_FILE',
    what: 'limits',
    parse: parseLimitRules,
  });
  return { rules, close };
}
