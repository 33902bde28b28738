import { useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';

type State = 'ready' | 'copied' | 'refused';

export interface CopyButtonProps {
  readonly text: string;
  /** The name of the text, where there are several. */
  readonly label?: string | undefined;
}

/** Copies a text to the clipboard, and says if it did. If the browser refuses, as over plain HTTP, it says how to copy by hand. */
export function CopyButton({ text, label }: CopyButtonProps) {
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
      <Button
        aria-label={label === undefined ? undefined : ui.labelled(ui.copy, label)}
        onClick={() => void copy()}
      >
        {ui.copy}
      </Button>
      <span role="status">
        {state === 'copied' && ui.copied}
        {state === 'refused' && ui.notCopied}
      </span>
    </>
  );
}
