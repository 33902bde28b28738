import { useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** The action, as the button says it; "Copy" without it. */
  readonly label?: string;
}

type State = 'ready' | 'copied' | 'refused';

/** Copies a text to the clipboard, and says if it did. A browser that does not let it, as over plain HTTP, is no dead end. */
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
      <Button onClick={() => void copy()}>{label ?? ui.copy}</Button>
      <span role="status">
        {state === 'copied' && ui.copied}
        {state === 'refused' && ui.notCopied}
      </span>
    </>
  );
}
