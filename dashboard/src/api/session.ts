import { takeEarlySession } from './early-requests.ts';
import { ownHeaders } from './own-headers.ts';
import { sessionPath } from './paths.ts';

/** The answer of `GET /auth/session`. */
type SessionAnswer =
  | { readonly authenticated: false }
  | {
      readonly authenticated: true;
      readonly username: string;
      readonly roles: readonly string[];
      readonly expiresAt: string;
    };

/** A person who is signed in. */
export interface Person {
  readonly username: string;
  readonly roles: readonly string[];
}

/** The session as the page knows it. */
export interface PageSession {
  /** The person who uses the page; stays after the session has ended, as the page and the text typed into it stay. */
  readonly person: Person | undefined;
  /** True if the session of that person has ended, so that nothing can be asked until a new one begins. */
  readonly hasEnded: boolean;
  /** Somebody else who has signed in meanwhile in another tab. */
  readonly other: Person | undefined;
  /** Counts the sessions of the person; what lives on a connection begins anew with each. */
  readonly number: number;
}

/** The path that a tab comes to which was opened only to sign in. */
export const signedInPath = '/signed-in';

const timeoutMs = 10_000;
/** Tells other tabs that somebody signed in or out. */
const channelName = 'session';

/** The address that leads to the provider, in the language of the page, and then back to a path of the page. */
export function toSignInUrl(returnTo: string, language: string): string {
  return `/auth/login?returnTo=${encodeURIComponent(returnTo)}&uiLocales=${language}`;
}

/** Knows who is signed in, and notices when that ends: by refused requests, by other tabs, and when the page is looked at again. */
export class SessionStore {
  #state: PageSession = { person: undefined, hasEnded: false, other: undefined, number: 0 };
  readonly #listeners = new Set<() => void>();
  readonly #channel = new BroadcastChannel(channelName);
  #checking: Promise<void> | undefined;
  /** True while the person signs out, when the end of the session needs no dialog. */
  #isLeaving = false;

  constructor() {
    this.#channel.addEventListener('message', () => void this.check());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.check();
    });
  }

  get state(): PageSession {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Asks the gateway who is signed in; calls at the same time share one request. A gateway that does not answer changes
   * nothing, since that says nothing of the session.
   */
  check(): Promise<void> {
    this.#checking ??= requestJson<SessionAnswer>(sessionPath)
      .then((answer) => this.#take(answer))
      .catch(() => {})
      .finally(() => {
        this.#checking = undefined;
      });
    return this.#checking;
  }

  /** @throws when the gateway does not answer, since without it there is no page to show. */
  async load(): Promise<void> {
    const answer = await takeEarlySession()?.catch(() => undefined);
    this.#take(answer?.ok ? ((await answer.json()) as SessionAnswer) : await requestJson(sessionPath));
  }

  /** Takes note that a request or a connection was refused because the session is over. */
  end(): void {
    if (this.#isLeaving) return;
    if (this.#state.person !== undefined && !this.#state.hasEnded) this.#set({ hasEnded: true });
  }

  /** Ends the session at the gateway, then leaves the page to end it at the provider too. */
  async signOut(): Promise<void> {
    this.#isLeaving = true;
    try {
      const { endSessionUrl } = await requestJson<{ endSessionUrl: string | null }>('/auth/logout', 'POST');
      this.announce();
      location.assign(endSessionUrl ?? '/');
    } catch (error) {
      this.#isLeaving = false;
      throw error;
    }
  }

  /** Tells other tabs to ask who is signed in. */
  announce(): void {
    this.#channel.postMessage('changed');
  }

  #take(answer: SessionAnswer): void {
    const { person, hasEnded, number } = this.#state;
    if (!answer.authenticated) {
      this.#set({ hasEnded: person !== undefined, other: undefined });
      return;
    }
    const found: Person = { username: answer.username, roles: answer.roles };
    if (person !== undefined && person.username !== found.username) {
      this.#set({ hasEnded: true, other: found });
      return;
    }
    const isNew = person === undefined || hasEnded;
    this.#set({ person: found, hasEnded: false, other: undefined, number: isNew ? number + 1 : number });
  }

  #set(change: Partial<PageSession>): void {
    const next = { ...this.#state, ...change };
    if (isSame(this.#state, next)) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(one: PageSession, other: PageSession): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function requestJson<T>(path: string, method = 'GET'): Promise<T> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: ownHeaders,
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The gateway answered ${path} with status ${response.status}.`);
  return (await response.json()) as T;
}
