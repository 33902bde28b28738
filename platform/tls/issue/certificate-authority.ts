import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { bitString, derInteger, objectIdentifier, sequence, setOf, tagged, time, utf8String } from './der.ts';
import { ofAuthority, ofProcess, ofRevocationList } from './extensions.ts';

/** A certificate and its key, as PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The time within which a certificate or a list counts. */
export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

export interface CertificateRequest extends Validity {
  /** The common name. */
  readonly name: string;
  /** The names that others may know it by: host names, IPv4 addresses and URIs. */
  readonly names: readonly string[];
  /** The curve of the key. Default `P-256`. */
  readonly curve?: string;
}

/** ecdsa-with-SHA256 (RFC 5758 section 3.2). */
const signatureAlgorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const commonName = '2.5.4.3';
const isVersion3 = tagged(0xa0, derInteger(Buffer.of(2)));
const isVersion2List = derInteger(Buffer.of(1));

/** An authority for certificates of one's own processes (the profile of RFC 5280), with a key on the curve P-256. */
export class CertificateAuthority {
  readonly cert: string;
  readonly key: string;
  readonly #name: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  private constructor(name: string, { cert, key }: IssuedCertificate) {
    this.#name = name;
    this.cert = cert;
    this.key = key;
    this.#privateKey = createPrivateKey(key);
    this.#publicKey = createPublicKey(this.#privateKey);
  }

  static create(name: string, validity: Validity): CertificateAuthority {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = { issuer: name, subject: name, publicKey, extensions: ofAuthority(publicKey), ...validity };
    return new CertificateAuthority(name, {
      cert: toCertificate(own, privateKey),
      key: toKeyPem(privateKey),
    });
  }

  /**
   * Takes up an authority that `create` has made.
   *
   * @throws {Error} if the texts are not such a certificate and its key
   */
  static open(own: IssuedCertificate): CertificateAuthority {
    const certificate = new X509Certificate(own.cert);
    const [, name] = /^CN=([^\n]+)$/.exec(certificate.subject) ?? [];
    if (name === undefined || !certificate.ca || !certificate.checkPrivateKey(createPrivateKey(own.key)))
      throw new Error('This is not the certificate of an authority and its key.');
    return new CertificateAuthority(name, own);
  }

  /** Issues a certificate with a key of its own, for a server as well as for a client. */
  issue({ name, names, curve = 'P-256', from, to }: CertificateRequest): IssuedCertificate {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
    const extensions = ofProcess(names, this.#publicKey);
    const content = { issuer: this.#name, subject: name, publicKey, extensions, from, to };
    return { cert: toCertificate(content, this.#privateKey), key: toKeyPem(privateKey) };
  }

  /**
   * Lists certificates that no longer count (RFC 5280 section 5), as PEM. With an empty list there is a list all the same, without
   * which nobody who checks for it takes a certificate.
   *
   * @param validity the list's own
   */
  listRevoked(revoked: readonly string[], { from, to }: Validity): string {
    const entries = revoked.map((cert) =>
      sequence(derInteger(Buffer.from(new X509Certificate(cert).serialNumber, 'hex')), time(from)),
    );
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(from.getTime()));
    const content = sequence(
      isVersion2List,
      signatureAlgorithm,
      toName(this.#name),
      time(from),
      time(to),
      ...(entries.length === 0 ? [] : [sequence(...entries)]),
      tagged(0xa0, sequence(...ofRevocationList(this.#publicKey, number.subarray(2)))),
    );
    return toPem('X509 CRL', toSigned(content, this.#privateKey));
  }
}

interface Content extends Validity {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function toCertificate(content: Content, issuersKey: KeyObject): string {
  const serial = randomBytes(16);
  // Positive and of full length (RFC 5280 section 4.1.2.2).
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const encoded = sequence(
    isVersion3,
    derInteger(serial),
    signatureAlgorithm,
    toName(content.issuer),
    sequence(time(content.from), time(content.to)),
    toName(content.subject),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...content.extensions)),
  );
  return toPem('CERTIFICATE', toSigned(encoded, issuersKey));
}

function toSigned(content: Buffer, key: KeyObject): Buffer {
  return sequence(content, signatureAlgorithm, bitString(sign('sha256', content, key)));
}

/** A name of one part, the common name. */
function toName(name: string): Buffer {
  return sequence(setOf(sequence(objectIdentifier(commonName), utf8String(name))));
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function toKeyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
