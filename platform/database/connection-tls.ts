import type { CertificateFiles } from '#platform/tls/certificate-files.ts';
import type { MinTlsVersion } from '#platform/tls/to-tls-outcome.ts';

/** The TLS that the parameters of a database's URL ask for. */
interface ConnectionTls {
  readonly files: CertificateFiles;
  readonly minVersion: MinTlsVersion;
}

/** A database's URL taken apart, or all that is wrong with its parameters. */
export type ConnectionTlsOutcome =
  | { readonly problems: readonly [string, ...string[]] }
  | {
      readonly problems: readonly [];
      /** Without the parameters of TLS, unless they are left to the driver. */
      readonly url: string;
      /** `undefined` if the URL asks for none, or for one that is left to the driver, such as `sslmode=require`. */
      readonly tls: ConnectionTls | undefined;
    };

/** The parameters of libpq that name files (PostgreSQL, "Parameter Key Words"). */
const fileParameters = {
  ca: 'sslrootcert',
  crl: 'sslcrl',
  certificate: 'sslcert',
  key: 'sslkey',
} as const satisfies Record<keyof CertificateFiles, string>;
const versionParameter = 'ssl_min_protocol_version';
const ownParameters = [...Object.values(fileParameters), versionParameter];
const defaultVersion: MinTlsVersion = 'TLSv1.3';
/** The parameters of TLS that are read, with their defaults. */
export const tlsParameters: Readonly<Record<string, string>> = {
  sslmode: '',
  ...Object.fromEntries(Object.values(fileParameters).map((name) => [name, ''])),
  [versionParameter]: defaultVersion,
};
const versions: readonly MinTlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/**
 * Reads from a database's URL how its server is known, and by which certificate the client is. The parameters are those of libpq, so
 * that the same URL does for `psql`: `sslmode=verify-full`, `sslrootcert`, `sslcert`, `sslkey`, `sslcrl` and
 * `ssl_min_protocol_version`, TLS 1.3 without it.
 */
export function parseConnectionTls(given: string): ConnectionTlsOutcome {
  const url = new URL(given);
  const { searchParams: parameters } = url;
  const mode = parameters.get('sslmode');
  const named = ownParameters.filter((name) => parameters.has(name));
  const isVerified = mode === 'verify-full';
  // The authorities of the system, or none named: the driver verifies with those of Node.js.
  if (named.length === 0 || parameters.get('sslrootcert') === 'system')
    return { problems: [], url: given, tls: undefined };
  const version = parameters.get(versionParameter) ?? defaultVersion;
  const minVersion = versions.find((one) => one === version);
  const [first, ...others] = [
    ...(isVerified
      ? []
      : [`${named.join(', ')} in the URL of a database needs sslmode=verify-full beside it`]),
    ...(minVersion === undefined ? [`${versionParameter} must be TLSv1.2 or TLSv1.3`] : []),
  ];
  if (first !== undefined || minVersion === undefined) return { problems: [first ?? '', ...others] };
  const files = Object.fromEntries(
    Object.entries(fileParameters).flatMap(([name, variable]) => {
      const path = parameters.get(variable);
      return path === null ? [] : [[name, { variable, path }]];
    }),
  );
  for (const name of [...ownParameters, 'sslmode']) parameters.delete(name);
  return { problems: [], url: url.href, tls: { files, minVersion } };
}

/** The paths of the files of a connection. */
export interface ConnectionFiles {
  readonly ca: string;
  readonly crl: string;
  readonly certificate: string;
  readonly key: string;
}

/** Adds to a database's URL the parameters that {@link parseConnectionTls} reads; they take the place of those that it has. */
export function toTlsUrl(given: string, files: ConnectionFiles): string {
  const url = new URL(given);
  url.searchParams.set('sslmode', 'verify-full');
  for (const [name, parameter] of Object.entries(fileParameters))
    url.searchParams.set(parameter, files[name as keyof ConnectionFiles]);
  return url.href;
}
