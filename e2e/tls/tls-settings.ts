import type { z } from 'zod';
import { tlsParameters } from '#platform/database/connection-tls.ts';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import { serviceTlsFields } from '#platform/tls/service-tls-fields.ts';
import { tlsFields } from '../../gateway/upstream/tls/tls-configuration.ts';

/** Settings of one kind, as the documentation shows them. */
interface SettingsTable {
  readonly title: string;
  /** The settings that the code reads, by their names, with their defaults. */
  readonly known: Readonly<Record<string, string>>;
  readonly meanings: Readonly<Record<string, string>>;
}

const certificate = 'PEM: a certificate, with those between it and its authority after it';
const revoked =
  'PEM: a list of revoked certificates of each of the authorities; with it, one that is missing or has expired refuses all';

export const settingsTables: readonly SettingsTable[] = [
  {
    title: 'Every process',
    known: toDefaults(serviceTlsFields),
    meanings: {
      TLS_CERTIFICATE_FILE: `${certificate}. With it the process listens over TLS, and shows it to those that it asks`,
      TLS_KEY_FILE: 'PEM: the key of the certificate, without a passphrase',
      TLS_CA_FILE:
        'PEM: the authorities of the processes that this one asks, in the place of those that Node.js trusts',
      TLS_CLIENT_CA_FILE:
        'PEM: the authorities of those who may connect. Whoever shows no certificate of theirs is refused',
      TLS_CLIENT_NAMES:
        'DNS names or URIs, between commas: one of them must be an alternative name of a client’s certificate. Any certificate of the authorities will do without it',
      TLS_CRL_FILE: revoked,
      TLS_MIN_VERSION: '`1.2` for older clients and servers',
    },
  },
  {
    title: 'Gateway, to subgraphs (each also with `_<NAME>` for one subgraph)',
    known: toDefaults(tlsFields),
    meanings: {
      SUBGRAPH_CA_FILE: 'PEM: the authorities of subgraphs. Without it those of `TLS_CA_FILE`',
      SUBGRAPH_CERTIFICATE_FILE: `${certificate}, shown to subgraphs. Without it that of \`TLS_CERTIFICATE_FILE\``,
      SUBGRAPH_KEY_FILE: 'PEM: its key',
      SUBGRAPH_SERVER_NAME: 'the name in the certificate of a subgraph, if it is not that of its address',
      SUBGRAPH_HTTP2: '`true` to offer HTTP/2',
    },
  },
  {
    title: 'PostgreSQL: parameters of `DATABASE_URL` and `EVENT_LOG_DATABASE_URL`',
    known: tlsParameters,
    meanings: {
      sslmode: '`verify-full`. Other modes of libpq are left to the driver, and take no files',
      sslrootcert: 'PEM: the authorities of the server; `system` for those that Node.js trusts',
      sslcert: `${certificate}; the server may want the role as its common name`,
      sslkey: 'PEM: its key',
      sslcrl: revoked,
      ssl_min_protocol_version: '`TLSv1.2` for older servers',
    },
  },
  {
    title: 'Kafka',
    known: toDefaults(
      Object.fromEntries(Object.entries(eventLogFields).filter(([name]) => name.startsWith('KAFKA_TLS'))),
    ),
    meanings: {
      KAFKA_TLS: '`true` for TLS',
      KAFKA_TLS_CA_FILE: 'PEM: the authorities of brokers, in the place of those that Node.js trusts',
      KAFKA_TLS_CERT_FILE: `${certificate}, for brokers that ask for one`,
      KAFKA_TLS_KEY_FILE: 'PEM: its key',
      KAFKA_TLS_CRL_FILE: revoked,
      KAFKA_TLS_MIN_VERSION: '`1.2` for older brokers',
    },
  },
];

function toDefaults(fields: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, String(field.safeParse(undefined).data ?? '')]),
  );
}
