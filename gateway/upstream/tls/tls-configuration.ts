import { z } from 'zod';
import type { Environment } from '#platform/configuration/environment.ts';
import { flag } from '#platform/configuration/fields.ts';

/** A file that a variable names. */
export interface NamedFile {
  readonly variable: string;
  readonly path: string;
}

/** The settings of connections to a subgraph, or to all. */
export interface ConnectionSettings {
  /** Certificates of the authorities that are trusted in the place of those that Node.js trusts. */
  readonly ca?: NamedFile | undefined;
  /** The gateway's own certificate, with those between it and its authority after it. */
  readonly certificate?: NamedFile | undefined;
  /** The key of the certificate. */
  readonly key?: NamedFile | undefined;
  /** The name that a subgraph's certificate must have, if it is not that of the address. */
  readonly serverName?: string | undefined;
  /** True if HTTP/2 is offered. */
  readonly isHttp2?: boolean | undefined;
}

/** The settings for all subgraphs, and what differs for some of them, by their names in variables. */
export interface SubgraphTlsConfiguration {
  readonly all: ConnectionSettings;
  readonly bySubgraph: Readonly<Record<string, ConnectionSettings>>;
}

/** The variables of TLS and HTTP/2 to subgraphs; with `_<NAME>` at the end each counts for one subgraph. */
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

type TlsVariable = keyof typeof tlsFields;

const tlsVariables = Object.keys(tlsFields) as readonly TlsVariable[];

/** The fields of those of the variables that the environment names, for all subgraphs and for single ones. */
export function toTlsSchema(environment: Environment): z.ZodType<{ subgraphTls: SubgraphTlsConfiguration }> {
  const names = new Set<string>();
  const shape: Record<string, z.ZodType> = { ...tlsFields };
  for (const given of Object.keys(environment)) {
    const variable = tlsVariables.find((one) => given.startsWith(`${one}_`));
    if (variable === undefined || !environment[given]) continue;
    names.add(given.slice(variable.length + 1));
    shape[given] = tlsFields[variable];
  }
  return z.object(shape).transform((values) => ({
    subgraphTls: {
      all: toSettings(values, ''),
      bySubgraph: Object.fromEntries([...names].map((name) => [name, toSettings(values, `_${name}`)])),
    },
  }));
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
