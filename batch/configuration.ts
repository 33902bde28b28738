import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { databaseUrl, logLevel } from '#platform/configuration/fields.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import { issueDateFields, toSeller } from '#schema/calendar/seller-fields.ts';
import { loadOwnSellers } from './documents/own-sellers.ts';

const logSchema = z.object({ LOG_LEVEL: logLevel('warn') });

/**
 * The worker's log level. Standard error is read by people, so the default is `warn`.
 *
 * @throws {ConfigurationError}
 */
export function getLogLevel(environment: Environment): string {
  return parseConfiguration(logSchema, environment).LOG_LEVEL;
}

/**
 * Decides the day of times with an offset, and which days an invoice may have.
 *
 * @throws {ConfigurationError}
 */
export function getSeller(environment: Environment): Seller {
  return toSeller(parseConfiguration(z.object(issueDateFields), environment));
}

/**
 * Reads the numbers of the seller of this system from the file of `SELLER_FILE`.
 *
 * @throws {ConfigurationError}
 */
export async function getOwnSellers({ SELLER_FILE: path }: Environment): Promise<readonly string[]> {
  const { sellers, problems } = await loadOwnSellers(path === '' ? undefined : path);
  if (problems !== undefined) throw new ConfigurationError(problems);
  return sellers;
}

/** The configuration of every command that works with jobs. */
const configurationSchema = z.object({
  /** With the role `batch`. */
  DATABASE_URL: databaseUrl(),
});

/**
 * The database's URL with the role `batch`.
 *
 * The program that starts the worker may give in `WITHOUT_DATABASE` the reason why it is missing.
 *
 * @throws {CodedError} NO_DATABASE, CONFIGURATION_INVALID
 */
export function getDatabaseUrl(environment: Environment): string {
  const { DATABASE_URL: given, WITHOUT_DATABASE: reason } = environment;
  if (!given && reason) throw new CodedError('NO_DATABASE', reason);
  return parseConfiguration(configurationSchema, environment).DATABASE_URL;
}
