/** One cookie of this gateway: how it is called, set, cleared and found again. */
export interface Cookie {
  readonly name: string;
  /** The `Set-Cookie` value that sets it; without an age it goes when the browser closes. */
  set(value: string, maxAgeSeconds?: number): string;
  /** The `Set-Cookie` value that removes it. */
  clear(): string;
  /** Its value in a `Cookie` header. */
  find(header: string | undefined): string | undefined;
}

export interface CookieOptions {
  readonly name: string;
  /** True if pages come over TLS. On plain http a browser refuses the `__Host-` prefix and `Secure`. */
  readonly isSecure: boolean;
  readonly sameSite: 'Strict' | 'Lax';
  /** True for a cookie that scripts of the page read, which must be no secret. */
  readonly isReadable?: boolean;
}

/** The alphabet of base64url: all values here are in it, so nothing needs to be escaped. */
const plainValue = /^[\w-]+$/;

/**
 * A cookie that scripts cannot read, unless it is for them, and that, over TLS, no other host or subdomain can set
 * (`__Host-`, RFC 6265bis section 4.1.3.2).
 */
export function createCookie({ name: plainName, isSecure, sameSite, isReadable }: CookieOptions): Cookie {
  const name = isSecure ? `__Host-${plainName}` : plainName;
  const attributes = `Path=/;${isReadable ? '' : ' HttpOnly;'}${isSecure ? ' Secure;' : ''} SameSite=${sameSite}`;
  return {
    name,
    set(value, maxAgeSeconds) {
      if (!plainValue.test(value)) throw new TypeError(`The value of cookie ${name} must be base64url.`);
      const age = maxAgeSeconds === undefined ? '' : `Max-Age=${maxAgeSeconds}; `;
      return `${name}=${value}; ${age}${attributes}`;
    },
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
    find(header) {
      const prefix = `${name}=`;
      const pair = header?.split(';').find((part) => part.trimStart().startsWith(prefix));
      return pair?.trim().slice(prefix.length) || undefined;
    },
  };
}
