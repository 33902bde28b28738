/** An issuer whose access tokens are accepted, and on which terms. Nothing of it has a default. */
export interface TrustedIssuer {
  /** The exact `iss` of its tokens: an http(s) URL with neither query nor fragment. */
  readonly issuer: string;
  /** At least one of these must be in `aud`. */
  readonly audiences: readonly string[];
  /** Asymmetric JWS algorithms (RFC 7518 section 3.1, RFC 8037, RFC 9864) its tokens may be signed with. */
  readonly algorithms: readonly string[];
  /** Where its keys are; discovered (OpenID Connect Discovery 1.0 section 4) when not given. */
  readonly jwksUri?: string;
  /** The address at which this process reaches it, where that is another than the issuer's name. */
  readonly internalUrl?: string | undefined;
}

const ASYMMETRIC_ALGORITHMS: ReadonlySet<string> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/**
 * Checks the terms of trust at construction, so that a gap in the configuration stops the start and not the
 * first token.
 *
 * @throws {TypeError} naming the issuer and what is wrong with it.
 */
export function assertTrustedIssuers(issuers: readonly TrustedIssuer[]): void {
  if (issuers.length === 0) throw new TypeError('At least one trusted issuer must be given.');
  const seen = new Set<string>();
  for (const trusted of issuers) {
    assertTrustedIssuer(trusted);
    if (seen.has(trusted.issuer)) throw new TypeError(`Trusted issuer ${trusted.issuer} is given twice.`);
    seen.add(trusted.issuer);
  }
}

function assertTrustedIssuer({ issuer, audiences, algorithms, jwksUri }: TrustedIssuer): void {
  const url = parseHttpUrl(issuer);
  if (url === undefined || url.search !== '' || url.hash !== '') {
    throw new TypeError(`Trusted issuer "${issuer}" must be an http(s) URL with neither query nor fragment.`);
  }
  if (audiences.length === 0 || audiences.some((audience) => audience.trim() === '')) {
    throw new TypeError(`Trusted issuer ${issuer} must have audiences, none of them empty.`);
  }
  if (algorithms.length === 0) {
    throw new TypeError(`Trusted issuer ${issuer} must have algorithms, such as RS256.`);
  }
  const refused = algorithms.filter((algorithm) => !ASYMMETRIC_ALGORITHMS.has(algorithm));
  if (refused.length > 0) {
    throw new TypeError(
      `Trusted issuer ${issuer} has algorithms that are not accepted: ${refused.join(', ')}. ` +
        `Accepted are ${[...ASYMMETRIC_ALGORITHMS].join(', ')}.`,
    );
  }
  if (jwksUri !== undefined && parseHttpUrl(jwksUri) === undefined) {
    throw new TypeError(`jwksUri "${jwksUri}" of trusted issuer ${issuer} must be an http(s) URL.`);
  }
}

function parseHttpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : undefined;
}
