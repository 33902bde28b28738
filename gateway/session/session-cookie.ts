import { type Cookie, createCookie } from './cookies.ts';

/** The cookie that names a session, with one beside it that says to scripts of the page that there is one. */
export interface SessionCookie extends Pick<Cookie, 'find'> {
  /** The `Set-Cookie` values that set both. */
  set(id: string): readonly string[];
  /** The `Set-Cookie` values that a browser with a session lacks: its cookie may be older than the one beside it. */
  complete(header: string | undefined): readonly string[];
  /** The `Set-Cookie` values that remove both. */
  clear(): readonly string[];
}

/**
 * Creates the cookies of a session. Scripts cannot read the one with its id; the other opens nothing, and a page that finds it may
 * ask for what only a signed-in person gets before it knows who that is.
 */
export function createSessionCookie(isSecure: boolean): SessionCookie {
  // Only requests of our own pages use them, and those are same-site.
  const shared = { isSecure, sameSite: 'Strict' } as const;
  const session = createCookie({ ...shared, name: 'session' });
  const mark = createCookie({ ...shared, name: 'signed-in', isReadable: true });
  return {
    find: (header) => session.find(header),
    set: (id) => [session.set(id), mark.set('yes')],
    complete: (header) => (mark.find(header) === undefined ? [mark.set('yes')] : []),
    clear: () => [session.clear(), mark.clear()],
  };
}
