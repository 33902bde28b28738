import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { type LimitRules, parseLimitRules } from './limit-rules.ts';

/** Generous limits, for a gateway that is given no others. */
const defaultFile = join(import.meta.dirname, 'default-limits.json');

/** A file of limits is small; another one was named by mistake. */
const maxFileBytes = 1_048_576;

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
 * Loads the limits, and again whenever their file changes. A newer file that is wrong is told of once in the log, and the
 * limits of before stay.
 *
 * @throws {ConfigurationError} if the first file cannot be read, or is wrong
 */
export async function followLimitRules(options: FollowLimitsOptions): Promise<FollowedLimits> {
  const { file = defaultFile, log, onChange, pollMs = 2_000 } = options;
  // Before the file is read, so that a change in between is seen.
  let seen = await readStamp(file).catch(() => '');
  const rules = await loadLimitRules(file);
  const look = async () => {
    try {
      const stamp = await readStamp(file);
      if (stamp === seen) return;
      seen = stamp;
      onChange(await loadLimitRules(file));
      log.info({ file }, 'limits loaded again');
    } catch (error) {
      // A file that is away is told of once as well.
      if (seen === gone && isMissing(error)) return;
      if (isMissing(error)) seen = gone;
      const problems = error instanceof ConfigurationError ? error.problems : [toErrorText(error)];
      log.warn({ file, problems }, 'could not load the limits again; those of before stay');
    }
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, pollMs);
  timer.unref();
  return { rules, close: () => clearInterval(timer) };
}

const gone = 'gone';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Changes when the file does. */
async function readStamp(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file);
  return `${mtimeMs} ${size} ${ino}`;
}

async function loadLimitRules(file: string): Promise<LimitRules> {
  const text = await readText(file).catch((error: unknown) => {
    throw new ConfigurationError([`LIMITS_FILE cannot be read: ${toErrorText(error)}`]);
  });
  return parseLimitRules(text, file);
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxFileBytes) throw new RangeError(`${file} has ${size} bytes, more than ${maxFileBytes}`);
  return readFile(file, 'utf8');
}
