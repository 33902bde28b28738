/** What the gateway tells its own page; `server/register-playground.ts` answers it as `config.json`. */
export interface PlaygroundConfiguration {
  title: string;
  endpoint: string;
  defaultQuery: string;
  signsIn: boolean;
}

/** The answer of `GET /auth/session`. */
export type SessionState =
  | { authenticated: false }
  | { authenticated: true; username: string; roles: string[]; expiresAt: string };

/**
 * The header that tells the gateway that a script of its own origin sent the request.
 * Another site cannot set it without a CORS preflight, which the gateway refuses.
 */
export const csrfHeaders = { 'X-CSRF': '1' };

/** With this the gateway closes a WebSocket whose session has ended, or that never had a good one. */
export const sessionEndedCode = 4401;

/** The address of a path of this origin for WebSockets, which bring the session's cookie. */
export function toWebSocketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

const timeoutMs = 10_000;

/** @throws Error naming the address and the status when the gateway does not answer with JSON. */
export async function loadConfiguration(): Promise<PlaygroundConfiguration> {
  return requestJson<PlaygroundConfiguration>('config.json');
}

/** Who is signed in, according to the gateway; asking does not keep the session alive. */
export async function loadSession(): Promise<SessionState> {
  return requestJson<SessionState>('/auth/session');
}

/** Starts signing in: leaves the page for the provider, which sends the person back to it. */
export function signIn(): void {
  location.assign(`/auth/login?returnTo=${encodeURIComponent(location.pathname)}`);
}

/** Ends the session at the gateway, then leaves the page to end it at the provider as well. */
export async function signOut(): Promise<void> {
  const { endSessionUrl } = await requestJson<{ endSessionUrl: string | null }>('/auth/logout', {
    method: 'POST',
  });
  location.assign(endSessionUrl ?? location.pathname);
}

async function requestJson<T>(address: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(address, {
    ...init,
    credentials: 'same-origin',
    headers: csrfHeaders,
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The gateway answered ${address} with status ${response.status}.`);
  return (await response.json()) as T;
}
