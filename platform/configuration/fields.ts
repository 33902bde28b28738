import { z } from 'zod';
import { parseConnectionTls } from '#platform/database/connection-tls.ts';

/** A TCP port, 0 for any free one. */
export function port(byDefault?: number) {
  const field = z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number);
  const bounded = field.refine((value) => value <= 65_535, 'must be a port number from 0 to 65535');
  return byDefault === undefined ? bounded : bounded.default(byDefault);
}

/** A whole number within bounds, its unit in the variable's name. */
export function integer(options: { min: number; max: number; byDefault: number }) {
  const message = `must be a whole number from ${options.min} to ${options.max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= options.min && value <= options.max, message)
    .default(options.byDefault);
}

/** An absolute URL with one of the protocols, given back as it is: a name such as an issuer's is compared exactly. */
export function exactUrl(protocols: readonly string[] = ['http:', 'https:']) {
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an absolute URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });
}

/** An absolute URL with one of the protocols, given back without a slash at its end. */
export function url(protocols: readonly string[] = ['http:', 'https:']) {
  return exactUrl(protocols).transform((value) => value.replace(/\/+$/, ''));
}

/**
 * The URL of a PostgreSQL database: `postgres://user:password@host:port/database`, with the parameters of TLS that
 * `parseConnectionTls` reads.
 */
export function databaseUrl() {
  return url(['postgres:', 'postgresql:']).superRefine((value, context) => {
    if (!URL.canParse(value)) return;
    for (const message of parseConnectionTls(value).problems) context.addIssue({ code: 'custom', message });
  });
}

/** A secret of at least so many characters. */
export function secret(minLength = 16) {
  return z.string().min(minLength, `must have at least ${minLength} characters`);
}

/** A secret that is sent as a bearer token: the characters of RFC 6750, section 2.1, and no others. */
export function bearerSecret(minLength = 16) {
  return secret(minLength).regex(
    /^[\w.~+/-]+=*$/,
    'must have letters, digits and -._~+/ alone, as a bearer token has',
  );
}

/** A graph of a registry and its variant, such as `shop@current`; the variant may be left out. */
export function graphRef() {
  return z
    .string()
    .regex(
      /^[a-zA-Z][a-zA-Z0-9_-]{0,63}(@[^@/]{1,63})?$/,
      'must be a graph and its variant, as shop@current',
    );
}

/** Values between commas; white space around them does not count. */
export function list() {
  return z.string().transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
}

/** `true` or `false`. */
export function flag(byDefault: boolean) {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .default(byDefault);
}

/** The audience of the process, developers or the public. Any value but `development` and `test` means production. */
function nodeEnvironment() {
  return z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development');
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The level of the log. */
export function logLevel(byDefault: (typeof logLevels)[number] = 'info') {
  return z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default(byDefault);
}

/** The variables that every process reads. */
export const commonFields = {
  NODE_ENV: nodeEnvironment(),
  LOG_LEVEL: logLevel(),
  /** Whoever sends it reads the figures and the details of `/readyz`; without it, callers on the same machine. */
  METRICS_TOKEN: bearerSecret().optional(),
};
