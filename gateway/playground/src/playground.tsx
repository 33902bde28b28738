import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { createGraphiQLFetcher, type Fetcher, type FetcherOpts } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { useMemo, useState } from 'react';
import { Account } from './account.tsx';
import {
  csrfHeaders,
  loadSession,
  type PlaygroundConfiguration,
  type SessionState,
  sessionEndedCode,
  toWebSocketUrl,
} from './gateway.ts';

interface PlaygroundProps {
  configuration: PlaygroundConfiguration;
  /** `undefined` where nobody can sign in. */
  initialSession: SessionState | undefined;
}

/** A bar that says who is signed in, and GraphiQL below it. */
export function Playground({ configuration, initialSession }: PlaygroundProps) {
  const [session, setSession] = useState(initialSession);
  const fetcher = useMemo(() => {
    // The session may have ended elsewhere: the bar must not go on naming a person.
    const checkSession = async () => {
      if (configuration.signsIn) setSession(await loadSession());
    };
    const send = createGraphiQLFetcher({
      url: configuration.endpoint,
      headers: csrfHeaders,
      fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
        const response = await fetch(input, { ...init, credentials: 'same-origin' });
        if (response.status === 401) await checkSession();
        return response;
      },
      // Subscriptions; it connects for the first one and leaves after the last.
      wsClient: createClient({
        url: toWebSocketUrl(configuration.endpoint),
        on: { closed: (event) => void (isSessionEnd(event) && checkSession()) },
      }),
    });
    return ((parameters, options) =>
      send(parameters, { ...options, ...parseDocument(parameters.query) })) satisfies Fetcher;
  }, [configuration]);
  const plugins = useMemo(() => [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })], []);

  return (
    <>
      <header className="bar">
        <a className="skip" href="#workbench">
          Skip to the editor. Enter goes into it; there Tab indents, and Ctrl+M lets Tab move on.
        </a>
        <h1>{configuration.title}</h1>
        {session !== undefined && <Account session={session} />}
      </header>
      <main className="workbench" id="workbench" tabIndex={-1}>
        <GraphiQL fetcher={fetcher} plugins={plugins} defaultQuery={configuration.defaultQuery}>
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

function isSessionEnd(event: unknown): boolean {
  return event instanceof CloseEvent && event.code === sessionEndedCode;
}

/**
 * What tells a subscription from a query. GraphiQL's own lags behind what was written a moment ago.
 *
 * @returns nothing for what cannot be parsed, which the gateway explains better
 */
function parseDocument(query: string): Pick<FetcherOpts, 'documentAST'> {
  try {
    return { documentAST: parse(query) };
  } catch {
    return {};
  }
}
