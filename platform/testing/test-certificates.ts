import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key, as PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority that issues certificates, whose own is to be trusted. */
export interface TestAuthority extends TestCertificate {
  /** Issues a certificate for these host names and IPv4 addresses, valid from an hour ago until an hour from now. */
  issue(hosts: readonly string[], options?: IssueOptions): TestCertificate;
}

interface Validity {
  readonly from: Date;
  readonly to: Date;
}

interface IssueOptions extends Partial<Validity> {
  /** The curve of the key. Default `P-256`. */
  readonly curve?: string;
}

const hourMs = 3_600_000;

/** Creates an authority of this name. No program is needed: the certificates are encoded here (RFC 5280, X.690). */
export function createTestAuthority(name: string): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension('551d13', true, sequence(Buffer.from('0101ff', 'hex')));
  const cert = toCertificate(
    { issuer: name, subject: name, extensions: [isAuthority] },
    keys.publicKey,
    keys.privateKey,
  );
  return {
    cert,
    key: toKeyPem(keys.privateKey),
    issue(hosts, { curve = 'P-256', ...validity } = {}) {
      const own = generateKeyPairSync('ec', { namedCurve: curve });
      const names = extension('551d11', false, sequence(...hosts.map(toGeneralName)));
      const subject = { issuer: name, subject: hosts[0] ?? 'nobody', extensions: [names], ...validity };
      return { cert: toCertificate(subject, own.publicKey, keys.privateKey), key: toKeyPem(own.privateKey) };
    },
  };
}

interface Content extends Partial<Validity> {
  readonly issuer: string;
  readonly subject: string;
  readonly extensions: readonly Buffer[];
}

/** ecdsa-with-SHA256 (RFC 5758 section 3.2). */
const signatureAlgorithm = sequence(tagged(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

function toCertificate(content: Content, publicKey: KeyObject, issuersKey: KeyObject): string {
  const { from = new Date(Date.now() - hourMs), to = new Date(Date.now() + hourMs) } = content;
  const serial = randomBytes(16);
  serial[0] = 0x40;
  const signed = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    tagged(0x02, serial),
    signatureAlgorithm,
    toName(content.issuer),
    sequence(toTime(from), toTime(to)),
    toName(content.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...content.extensions)),
  );
  const signature = sign('sha256', signed, issuersKey);
  const der = sequence(signed, signatureAlgorithm, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function toKeyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A name of one part, the common name. */
function toName(commonName: string): Buffer {
  const part = sequence(tagged(0x06, Buffer.from('550403', 'hex')), tagged(0x0c, Buffer.from(commonName)));
  return sequence(tagged(0x31, part));
}

function toGeneralName(host: string): Buffer {
  return isIPv4(host)
    ? tagged(0x87, Buffer.from(host.split('.').map(Number)))
    : tagged(0x82, Buffer.from(host));
}

function toTime(time: Date): Buffer {
  return tagged(0x18, Buffer.from(`${time.toISOString().replace(/[-:T]|\..*/g, '')}Z`));
}

function extension(identifier: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [Buffer.from('0101ff', 'hex')] : [];
  return sequence(tagged(0x06, Buffer.from(identifier, 'hex')), ...critical, tagged(0x04, value));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), toLength(content.length), content]);
}

function toLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}
