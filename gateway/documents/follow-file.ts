import { readFile, stat } from 'node:fs/promises';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';

/** A file of settings is small; another one was named by mistake. */
const maxFileBytes = 1_048_576;

export interface FollowFileOptions<Value> {
  readonly file: string;
  /** The variable that names the file, for messages. */
  readonly variable: string;
  /** The content in the log, such as `limits`. */
  readonly what: string;
  /** Reads the text. @throws {ConfigurationError} if it is wrong */
  readonly parse: (text: string, file: string) => Value;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Told of newer values. */
  readonly onChange: (value: Value) => void;
  /** Time between two looks at the file, in milliseconds. */
  readonly pollMs?: number | undefined;
}

/** A value that follows its file. */
export interface FollowedFile<Value> {
  /** The value that the file had at first. */
  readonly value: Value;
  close(): void;
}

/**
 * Loads a file of settings, and again whenever it changes. A newer file that is wrong is told of once in the log, and the
 * settings of before stay.
 *
 * @throws {ConfigurationError} if the first file cannot be read, or is wrong
 */
export async function followFile<Value>(options: FollowFileOptions<Value>): Promise<FollowedFile<Value>> {
  const { file, what, log, onChange, pollMs = 2_000 } = options;
  // Before the file is read, so that a change in between is seen.
  let seen = await readStamp(file).catch(() => '');
  const value = await load(options);
  const look = async () => {
    try {
      const stamp = await readStamp(file);
      if (stamp === seen) return;
      seen = stamp;
      onChange(await load(options));
      log.info({ file }, `${what} loaded again`);
    } catch (error) {
      // A file that is away is told of once as well.
      if (seen === gone && isMissing(error)) return;
      if (isMissing(error)) seen = gone;
      const problems = error instanceof ConfigurationError ? error.problems : [toErrorText(error)];
      log.warn({ file, problems }, `could not load the ${what} again; those of before stay`);
    }
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, pollMs);
  timer.unref();
  return { value, close: () => clearInterval(timer) };
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

async function load<Value>({ file, variable, parse }: FollowFileOptions<Value>): Promise<Value> {
  const text = await readText(file).catch((error: unknown) => {
    throw new ConfigurationError([`${variable} cannot be read: ${toErrorText(error)}`]);
  });
  return parse(text, file);
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxFileBytes) throw new RangeError(`${file} has ${size} bytes, more than ${maxFileBytes}`);
  return readFile(file, 'utf8');
}
