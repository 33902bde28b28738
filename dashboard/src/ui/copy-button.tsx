import { useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';

type State = 'ready' | 'copied' | 'refused';

/** Copies a text to the clipboard, and says if it did. If the browser refuses, as over plain HTTP, it says how to copy by hand. */
export function CopyButton({ text }: { readonly text: string }) {
  const { ui } = useMessages();
  const [state, setState] = useState<State>('ready');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  }

  return (
    <>
      <Button onClick={() => void copy()}>{ui.copy}</Button>
      <span role="status">
        {state === 'copied' && ui.copied}
        {state === 'refused' && ui.notCopied}
      </span>
    </>
  );
}
