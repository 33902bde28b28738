import { z } from 'zod';
import type { Environment } from '#platform/configuration/environment.ts';
import { flag } from '#platform/configuration/fields.ts';
import type { CertificateFiles, NamedFile } from '#platform/tls/certificate-files.ts';
import { serviceTlsFields, toMinVersion } from '#platform/tls/service-tls-fields.ts';
import type { MinTlsVersion } from '#platform/tls/to-tls-outcome.ts';

/** The settings of connections to a subgraph, or to all. */
export interface ConnectionSettings extends CertificateFiles {
  /** The name that a subgraph's certificate must have, if it is not that of the address. */
  readonly serverName?: string | undefined;
  /** True if HTTP/2 is offered. */
  readonly isHttp2?: boolean | undefined;
}

/** The settings for all subgraphs, and what differs for some of them, by their names in variables. */
export interface SubgraphTlsConfiguration {
  readonly all: ConnectionSettings;
  readonly bySubgraph: Readonly<Record<string, ConnectionSettings>>;
  /** The oldest version of TLS of connections with files. */
  readonly minVersion: MinTlsVersion;
}

/**
 * The variables of TLS and HTTP/2 to subgraphs; with `_<NAME>` at the end each counts for one subgraph. Without files of their own,
 * subgraphs are reached with those that this process has for all that it asks.
 */
export const tlsFields = {
  SUBGRAPH_CA_FILE: z.string().optional(),
  SUBGRAPH_CERTIFICATE_FILE: z.string().optional(),
  SUBGRAPH_KEY_FILE: z.string().optional(),
  SUBGRAPH_SERVER_NAME: z
    .string()
    .regex(/^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i, 'must be the name of a host')
    .optional(),
  SUBGRAPH_HTTP2: flag(false).unwrap().optional(),
};

const { TLS_CA_FILE, TLS_CRL_FILE, TLS_CERTIFICATE_FILE, TLS_KEY_FILE, TLS_MIN_VERSION } = serviceTlsFields;
/** Read by every process; here they count for subgraphs too. */
const ownFields = { TLS_CA_FILE, TLS_CRL_FILE, TLS_CERTIFICATE_FILE, TLS_KEY_FILE, TLS_MIN_VERSION };

type TlsVariable = keyof typeof tlsFields;

const tlsVariables = Object.keys(tlsFields) as readonly TlsVariable[];

/** The fields of those of the variables that the environment names, for all subgraphs and for single ones. */
export function toTlsSchema(environment: Environment): z.ZodType<{ subgraphTls: SubgraphTlsConfiguration }> {
  const names = new Set<string>();
  const shape: Record<string, z.ZodType> = { ...tlsFields, ...ownFields };
  for (const given of Object.keys(environment)) {
    const variable = tlsVariables.find((one) => given.startsWith(`${one}_`));
    if (variable === undefined || !environment[given]) continue;
    names.add(given.slice(variable.length + 1));
    shape[given] = tlsFields[variable];
  }
  return z.object(shape).transform((values) => ({
    subgraphTls: {
      all: withOwnFiles(toSettings(values, ''), values),
      minVersion: toMinVersion(values['TLS_MIN_VERSION'] === '1.2' ? '1.2' : '1.3'),
      bySubgraph: Object.fromEntries([...names].map((name) => [name, toSettings(values, `_${name}`)])),
    },
  }));
}

/** Files for all subgraphs that no variable of subgraphs names. */
function withOwnFiles(
  given: ConnectionSettings,
  values: Readonly<Record<string, unknown>>,
): ConnectionSettings {
  const own = (variable: keyof typeof ownFields): NamedFile | undefined => {
    const path = values[variable];
    return typeof path === 'string' ? { variable, path } : undefined;
  };
  const isNamed = given.certificate !== undefined || given.key !== undefined;
  const files = {
    // A list of revoked certificates belongs to its authorities.
    ...(given.ca === undefined && { ca: own('TLS_CA_FILE'), crl: own('TLS_CA_FILE') && own('TLS_CRL_FILE') }),
    ...(!isNamed && { certificate: own('TLS_CERTIFICATE_FILE'), key: own('TLS_KEY_FILE') }),
  };
  return { ...given, ...files };
}

function toSettings(values: Readonly<Record<string, unknown>>, ending: string): ConnectionSettings {
  const file = (name: TlsVariable): NamedFile | undefined => {
    const variable = `${name}${ending}`;
    const path = values[variable];
    return typeof path === 'string' ? { variable, path } : undefined;
  };
  const given = {
    ca: file('SUBGRAPH_CA_FILE'),
    certificate: file('SUBGRAPH_CERTIFICATE_FILE'),
    key: file('SUBGRAPH_KEY_FILE'),
    serverName: values[`SUBGRAPH_SERVER_NAME${ending}`],
    isHttp2: values[`SUBGRAPH_HTTP2${ending}`],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
