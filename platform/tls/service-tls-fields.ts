import { z } from 'zod';
import { list } from '#platform/configuration/fields.ts';
import type { CertificateFiles } from './certificate-files.ts';
import type { MinTlsVersion } from './to-tls-outcome.ts';

/** A DNS name, or a URI such as those of SPIFFE. */
const identityForm = /^(?:[a-z\d]([a-z\d.-]{0,251}[a-z\d])?|[a-z][a-z\d+.-]*:\/\/[!-~]{1,2000})$/i;
const file = () => z.string().min(1).optional();

/** The oldest version of TLS that is spoken. */
export function tlsVersion() {
  return z.enum(['1.2', '1.3'], 'must be 1.2 or 1.3').default('1.3');
}

/** The variables of TLS that every process reads. Without a certificate a process listens without TLS. */
export const serviceTlsFields = {
  /** PEM: the certificate by which this process listens, and which it shows to others that it asks. */
  TLS_CERTIFICATE_FILE: file(),
  TLS_KEY_FILE: file(),
  /** PEM: the authorities of the processes that this one asks, in the place of those that Node.js trusts. */
  TLS_CA_FILE: file(),
  /** PEM: the authorities of those who may connect. Whoever shows no certificate of one of them is refused. */
  TLS_CLIENT_CA_FILE: file(),
  /** DNS names or URIs of certificates that may connect; any of the authorities' if absent. */
  TLS_CLIENT_NAMES: list()
    .refine((names) => names.length > 0 && names.every((name) => identityForm.test(name)), {
      message: 'must be DNS names or URIs of certificates, several between commas, for example gateway',
    })
    .optional(),
  /** PEM: a list of revoked certificates of each authority. */
  TLS_CRL_FILE: file(),
  TLS_MIN_VERSION: tlsVersion(),
};

/** The same with what must fit together. */
export const serviceTlsSchema = z.object(serviceTlsFields).superRefine((given, context) => {
  const need = (name: keyof typeof serviceTlsFields, isMissing: boolean, message: string) => {
    if (isMissing) context.addIssue({ code: 'custom', path: [name], message });
  };
  const { TLS_CERTIFICATE_FILE: certificate, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: clientCa } = given;
  need('TLS_KEY_FILE', certificate !== undefined && key === undefined, 'is needed with TLS_CERTIFICATE_FILE');
  need('TLS_CERTIFICATE_FILE', key !== undefined && certificate === undefined, 'is needed with TLS_KEY_FILE');
  need(
    'TLS_CERTIFICATE_FILE',
    clientCa !== undefined && certificate === undefined && key === undefined,
    'is needed with TLS_CLIENT_CA_FILE',
  );
  need(
    'TLS_CLIENT_CA_FILE',
    given.TLS_CLIENT_NAMES !== undefined && clientCa === undefined,
    'is needed with TLS_CLIENT_NAMES',
  );
  need(
    'TLS_CA_FILE',
    given.TLS_CRL_FILE !== undefined && given.TLS_CA_FILE === undefined && clientCa === undefined,
    'or TLS_CLIENT_CA_FILE is needed with TLS_CRL_FILE',
  );
});

type TlsVariables = z.output<typeof serviceTlsSchema>;

type FileVariable =
  | 'TLS_CERTIFICATE_FILE'
  | 'TLS_KEY_FILE'
  | 'TLS_CA_FILE'
  | 'TLS_CLIENT_CA_FILE'
  | 'TLS_CRL_FILE';

/** The files of this process as a server, and as a client of others. */
export function toServiceFiles(given: TlsVariables): {
  readonly server: CertificateFiles;
  readonly client: CertificateFiles;
} {
  const named = (variable: FileVariable) => {
    const path = given[variable];
    return path === undefined ? undefined : { variable, path };
  };
  const own = { certificate: named('TLS_CERTIFICATE_FILE'), key: named('TLS_KEY_FILE') };
  const ca = named('TLS_CA_FILE');
  const clientCa = named('TLS_CLIENT_CA_FILE');
  const crl = named('TLS_CRL_FILE');
  return {
    server: { ...own, ca: clientCa, crl: clientCa && crl },
    client: { ...own, ca, crl: ca && crl },
  };
}

/** A version as Node.js names it. */
export function toMinVersion(version: '1.2' | '1.3'): MinTlsVersion {
  return `TLSv${version}`;
}
