import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { TlsAtConnect } from '#platform/tls/tls-at-connect.ts';
import { parseConnectionTls } from './connection-tls.ts';

/**
 * Opens connections to a database with the TLS that its URL asks for (see `parseConnectionTls`). Each new connection has the
 * certificates that the files have then. All connections of the system to PostgreSQL are opened here.
 *
 * @throws {ConfigurationError} if the URL's parameters or files cannot be used
 */
export function openSql(url: string, options: Options<Record<string, PostgresType>>): Sql {
  const parsed = parseConnectionTls(url);
  if (!('url' in parsed)) throw new ConfigurationError(parsed.problems);
  if (parsed.tls === undefined) return postgres(parsed.url, options);
  const { files, minVersion } = parsed.tls;
  const certificates = new TlsAtConnect(files, minVersion);
  const ssl = {
    // The driver names the host only if it is not an IP address, which a certificate may have as well.
    host: new URL(parsed.url).hostname,
    // It copies this object for each connection.
    get secureContext() {
      return certificates.context;
    },
  };
  return postgres(parsed.url, { ...options, ssl });
}
