import { createContext, useContext, useSyncExternalStore } from 'react';
import type { FirstQuery } from './first-query.ts';
import type { LiveConnection } from './live-connection.ts';
import type { PageSession, Person, SessionStore } from './session.ts';

/** The connections of the page to the gateway. */
export interface Api {
  readonly session: SessionStore;
  readonly live: LiveConnection;
  readonly first: FirstQuery;
}

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error('There is no ApiContext around this component.');
  return api;
}

/** The session as it is now. */
export function useSession(): PageSession {
  const { session } = useApi();
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.state,
  );
}

/** The person who uses the page. @throws outside the part of the page that is for people who are signed in */
export function usePerson(): Person {
  const { person } = useSession();
  if (person === undefined) throw new Error('Nobody is signed in.');
  return person;
}
