import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadConfiguration, loadSession } from './gateway.ts';
import { Playground } from './playground.tsx';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element #root');
const root = createRoot(element);

try {
  const configuration = await loadConfiguration();
  const session = configuration.signsIn ? await loadSession() : undefined;
  document.title = configuration.title;
  root.render(
    <StrictMode>
      <Playground configuration={configuration} initialSession={session} />
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <main className="failure" role="alert">
      <h1>The playground did not start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>
        <a href={location.pathname}>Try again</a>
      </p>
    </main>,
  );
}
