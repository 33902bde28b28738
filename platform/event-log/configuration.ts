import { accessSync, constants } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';
import { z } from 'zod';
import { databaseUrl, flag, integer, list } from '#platform/configuration/fields.ts';
import { namesFiles } from '#platform/tls/certificate-files.ts';
import { tlsVersion, toMinVersion } from '#platform/tls/service-tls-fields.ts';
import { TlsAtConnect } from '#platform/tls/tls-at-connect.ts';
import type { KafkaEventLogOptions } from './kafka/kafka-event-log.ts';

const brokerForm = /^[A-Za-z0-9.\-[\]:]+:\d{1,5}$/;

/** Which event log a process uses. With `KAFKA_BROKERS` it is Kafka's, without them PostgreSQL's. */
export const eventLogFields = {
  /** With the role `event_log`. */
  EVENT_LOG_DATABASE_URL: databaseUrl().optional(),
  /** `host:port`, several between commas. */
  KAFKA_BROKERS: list()
    .refine((brokers) => brokers.length > 0 && brokers.every((broker) => brokerForm.test(broker)), {
      message: 'must be host:port, several between commas',
    })
    .optional(),
  KAFKA_TLS: flag(false),
  /** A PEM file with the authorities that sign the brokers' certificates, in the place of those that Node knows. */
  KAFKA_TLS_CA_FILE: pemFile().optional(),
  /** PEM files of this client's certificate and its key, where brokers ask for one. */
  KAFKA_TLS_CERT_FILE: pemFile().optional(),
  KAFKA_TLS_KEY_FILE: pemFile().optional(),
  /** A PEM file with a list of revoked certificates of each authority. */
  KAFKA_TLS_CRL_FILE: pemFile().optional(),
  KAFKA_TLS_MIN_VERSION: tlsVersion(),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'must be plain, scram-sha-256 or scram-sha-512')
    .optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** The time for which a silent reader keeps its partitions; brokers may set bounds to it. */
  EVENT_LOG_LEASE_MS: integer({ min: 1_000, max: 300_000, byDefault: 10_000 }),
  /**
   * The time for which PostgreSQL keeps records, counted from their append; 0 keeps all. Kafka's topics have their own settings.
   */
  EVENT_LOG_RETENTION_HOURS: integer({ min: 0, max: 1_000_000, byDefault: 168 }),
};

const eventLogSchema = z.object(eventLogFields);

export type EventLogVariables = z.output<typeof eventLogSchema>;

/** Says what of the variables does not fit together; for a schema's `superRefine`. */
export function checkEventLogVariables(variables: EventLogVariables, context: z.RefinementCtx): void {
  const require = (name: keyof EventLogVariables, isNeeded: boolean, message: string) => {
    if (isNeeded && variables[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message });
  };
  const needsDatabase = variables.KAFKA_BROKERS === undefined;
  require('EVENT_LOG_DATABASE_URL', needsDatabase, 'is needed unless KAFKA_BROKERS is set');
  const hasMechanism = variables.KAFKA_SASL_MECHANISM !== undefined;
  require('KAFKA_SASL_USERNAME', hasMechanism, 'is needed with KAFKA_SASL_MECHANISM');
  require('KAFKA_SASL_PASSWORD', hasMechanism, 'is needed with KAFKA_SASL_MECHANISM');
  require('KAFKA_TLS_KEY_FILE', variables.KAFKA_TLS_CERT_FILE !==
    undefined, 'is needed with KAFKA_TLS_CERT_FILE');
  require('KAFKA_TLS_CERT_FILE', variables.KAFKA_TLS_KEY_FILE !==
    undefined, 'is needed with KAFKA_TLS_KEY_FILE');
}

/**
 * TLS and SASL for the Kafka adapter. A mechanism without TLS is accepted: a proxy in front of the brokers may add it.
 *
 * @throws {ConfigurationError} if the files cannot be used
 */
export function toKafkaSecurity(variables: EventLogVariables): Pick<KafkaEventLogOptions, 'ssl' | 'sasl'> {
  const sasl = toSasl(variables);
  return {
    ...(variables.KAFKA_TLS ? { ssl: toTls(variables) } : {}),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

function toTls(variables: EventLogVariables): ConnectionOptions {
  const named = (variable: FileVariable) => {
    const path = variables[variable];
    return path === undefined ? undefined : { variable, path };
  };
  const files = {
    ca: named('KAFKA_TLS_CA_FILE'),
    crl: named('KAFKA_TLS_CRL_FILE'),
    certificate: named('KAFKA_TLS_CERT_FILE'),
    key: named('KAFKA_TLS_KEY_FILE'),
  };
  const minVersion = toMinVersion(variables.KAFKA_TLS_MIN_VERSION);
  if (!namesFiles(files)) return { minVersion };
  const certificates = new TlsAtConnect(files, minVersion);
  return {
    // kafkajs copies this object for each connection.
    get secureContext() {
      return certificates.context;
    },
  };
}

type FileVariable = Extract<keyof EventLogVariables, `KAFKA_TLS_${string}_FILE`>;

function toSasl(variables: EventLogVariables): SASLOptions | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME = '', KAFKA_SASL_PASSWORD = '' } = variables;
  if (mechanism === undefined) return undefined;
  return { mechanism, username: KAFKA_SASL_USERNAME, password: KAFKA_SASL_PASSWORD };
}

/** The path of a file, which is read for each connection. */
function pemFile() {
  return z.string().refine(isReadable, 'must be a file that can be read');
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
