import { CertificateAuthority, type IssuedCertificate } from '#platform/tls/issue/certificate-authority.ts';

/** A certificate and its key, as PEM. */
export type TestCertificate = IssuedCertificate;

/** An authority that issues certificates, whose own is to be trusted. */
export interface TestAuthority extends TestCertificate {
  /** Issues a certificate for these names, valid from an hour ago until an hour from now. */
  issue(names: readonly string[], options?: IssueOptions): TestCertificate;
  /** Lists certificates that have been revoked; the list counts from an hour ago until an hour from now. */
  listRevoked(revoked: readonly TestCertificate[]): string;
}

interface IssueOptions {
  readonly from?: Date;
  readonly to?: Date;
  /** The curve of the key. Default `P-256`. */
  readonly curve?: string;
}

const hourMs = 3_600_000;

/** Creates an authority of this name. */
export function createTestAuthority(name: string): TestAuthority {
  const authority = CertificateAuthority.create(name, toUsualValidity());
  return {
    cert: authority.cert,
    key: authority.key,
    issue: (names, options = {}) =>
      authority.issue({ name: names[0] ?? 'nobody', names, ...toUsualValidity(), ...options }),
    listRevoked: (revoked) =>
      authority.listRevoked(
        revoked.map(({ cert }) => cert),
        toUsualValidity(),
      ),
  };
}

function toUsualValidity() {
  return { from: new Date(Date.now() - hourMs), to: new Date(Date.now() + hourMs) };
}
