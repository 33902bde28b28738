/** A mail server to which mails are handed (RFC 6409). */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /**
   * TLS from the first byte, by STARTTLS before anything else is said, by STARTTLS if the server offers it (which somebody on
   * the way can prevent), or none.
   */
  readonly tls: 'IMPLICIT' | 'STARTTLS' | 'IF_OFFERED' | 'NONE';
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

const tlsModes: Readonly<Record<string, 'STARTTLS' | 'NONE'>> = { starttls: 'STARTTLS', none: 'NONE' };

/** The form of the URL of a mail server, for messages. */
const smtpUrlForm =
  'smtp://user:password@host:587 (by STARTTLS, or without TLS by ?tls=none) or smtps://user:password@host:465';

/**
 * Parses the URL of a mail server.
 *
 * @returns the server, or what is wrong without the URL's secrets
 */
export function parseSmtpUrl(text: string): SmtpServer | { readonly problem: string } {
  if (!URL.canParse(text)) return { problem: `must be ${smtpUrlForm}` };
  const url = new URL(text);
  const { protocol, hostname, searchParams } = url;
  if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '' || !/^\/?$/.test(url.pathname)) {
    return { problem: `must be ${smtpUrlForm}` };
  }
  const unknown = [...searchParams.keys()].filter((name) => name !== 'tls');
  if (unknown.length > 0)
    return { problem: `has the unknown parameter ${unknown.join(', ')}; only tls is known` };
  const mode = searchParams.get('tls') ?? 'starttls';
  const isImplicit = protocol === 'smtps:';
  const tls = isImplicit ? 'IMPLICIT' : tlsModes[mode];
  if (tls === undefined) return { problem: 'tls must be starttls or none' };
  if (isImplicit && searchParams.has('tls'))
    return { problem: 'smtps:// has TLS from the first byte, and no parameter tls' };
  const login = toLogin(url);
  if (login === 'INCOMPLETE')
    return { problem: 'must have a user and a password, encoded as in a URL, or neither' };
  const host = hostname.replace(/^\[|\]$/g, '');
  if (tls === 'NONE' && login !== undefined && !isLoopback(host)) {
    return { problem: 'must not send a password without TLS to another machine: leave out tls=none' };
  }
  return { host, port: Number(url.port) || (isImplicit ? 465 : 587), tls, login };
}

/** Tests if a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function toLogin({ username, password }: URL): SmtpServer['login'] | 'INCOMPLETE' {
  if (username === '' && password === '') return undefined;
  if (username === '' || password === '') return 'INCOMPLETE';
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return 'INCOMPLETE';
  }
}
