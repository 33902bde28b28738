import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { createGraphiQLFetcher, type Fetcher, type FetcherOpts, type FetcherParams } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { Kind, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { useMemo, useState } from 'react';
import { AccountMenu } from './account.tsx';
import { keepEarlierEvents } from './earlier-events.ts';
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
    return (async (parameters, options) => {
      const written = readDocument(parameters);
      const result = await send({ ...parameters, ...written.parameters }, { ...options, ...written.options });
      return keepEarlierEvents(result);
    }) satisfies Fetcher;
  }, [configuration]);
  const plugins = useMemo(() => [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })], []);

  return (
    <>
      <header className="bar">
        <a className="skip" href="#workbench">
          Skip to the editor. Enter goes into it; there Tab indents, and Ctrl+M lets Tab move on.
        </a>
        <h1>{configuration.title}</h1>
        {session !== undefined && <AccountMenu session={session} />}
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
 * What tells a subscription from a query: the document, and the name of the operation where it has but one. GraphiQL's own
 * lag behind what was written a moment ago.
 *
 * @returns nothing for what cannot be parsed, which the gateway explains better
 */
function readDocument({ query }: FetcherParams): {
  parameters?: Pick<FetcherParams, 'operationName'>;
  options?: Pick<FetcherOpts, 'documentAST'>;
} {
  try {
    const documentAST = parse(query);
    const [first, second] = documentAST.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    const hasOne = first !== undefined && second === undefined;
    return {
      options: { documentAST },
      ...(hasOne && { parameters: { operationName: first.name?.value ?? null } }),
    };
  } catch {
    return {};
  }
}
