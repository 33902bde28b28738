import './app/base.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { ApiContext } from './api/api-context.ts';
import { createGraphqlClient } from './api/client.ts';
import { FirstQuery } from './api/first-query.ts';
import { LiveConnection } from './api/live-connection.ts';
import { SessionStore } from './api/session.ts';
import { prepareFirstPage } from './app/prepare-first-page.ts';
import { router } from './app/router.ts';
import { StartFailed } from './app/start-failed.tsx';
import { applyTheme, readTheme } from './app/theme.ts';
import { applyDensity, readDensity } from './features/preferences/density.ts';
import { readStartPage } from './features/preferences/start-page.ts';
import { findLanguage, LanguageProvider } from './messages/language.tsx';
import { showLanguage } from './messages/languages.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element #root');
// React names only that it recovered; what failed stands in the cause.
const root = createRoot(element, {
  onRecoverableError: (error) => reportError(error instanceof Error ? (error.cause ?? error) : error),
});

applyTheme(readTheme());
applyDensity(readDensity());
const session = new SessionStore();
const language = findLanguage();
document.documentElement.lang = language;

const first = new FirstQuery();
const client = createGraphqlClient(session, first);

// Whoever opens the page without a path gets the one that they chose; links to `/` within it still lead there.
const startPage = readStartPage();
if (startPage !== undefined && location.pathname === '/') router.history.replace(startPage);

const [{ messages }, problem] = await Promise.all([
  showLanguage(language),
  session.load().then(
    () => undefined,
    (error: unknown) => String(error),
  ),
  prepareFirstPage(router, (query) => first.ask(client, query)),
]);
await first.untilAnswered();
const api = { session, live: new LiveConnection(session, location.href), first };

root.render(
  <StrictMode>
    <LanguageProvider initial={language} initialMessages={messages}>
      {problem === undefined ? (
        <ApiContext value={api}>
          <Provider value={client}>
            <RouterProvider router={router} />
          </Provider>
        </ApiContext>
      ) : (
        <StartFailed />
      )}
    </LanguageProvider>
  </StrictMode>,
);
first.noteRendering();
