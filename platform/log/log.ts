import { type DestinationStream, type Logger, pino } from 'pino';

/** A process's log: JSON lines on standard error. */
export type Log = Logger;

/** Keys whose values never reach a log, wherever they stand. */
const secretKeys = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'accessToken',
  'refreshToken',
  'idToken',
  'clientSecret',
];

/**
 * Creates the log of a process.
 *
 * Standard output stays free for what a command prints; errors are written with their stack, as the log is for
 * operators. Known secret keys are replaced at the first three levels of an entry.
 */
export function createLog(options: { name: string; level?: string; destination?: DestinationStream }): Log {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap(toPaths), censor: '[redacted]' },
  };
  return pino(settings, options.destination ?? pino.destination({ fd: 2, sync: true }));
}

function toPaths(key: string): string[] {
  const child = key.startsWith('[') ? key : `.${key}`;
  return [key, `*${child}`, `*.*${child}`];
}
