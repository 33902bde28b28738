import { useMessages } from '../messages/language.tsx';
import { Button } from '../ui/button.tsx';

/** Stands in for the whole page while the gateway does not answer. */
export function StartFailed() {
  const { shell } = useMessages();
  return (
    <main role="alert">
      <h1>{shell.startFailedTitle}</h1>
      <p>{shell.startFailedText}</p>
      <Button onClick={() => location.reload()}>{shell.tryAgain}</Button>
    </main>
  );
}
