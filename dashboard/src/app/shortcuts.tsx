import { useEffect } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from '../ui/button.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { Dialog } from '../ui/dialog.tsx';

export interface ShortcutsProps {
  /** True while the explanation is shown. */
  readonly isExplained: boolean;
  readonly onExplain: (isExplained: boolean) => void;
}

/** Listens for the shortcuts of every page: `/` leads to the search, `?` explains all of them. */
export function Shortcuts({ isExplained, onExplain }: ShortcutsProps) {
  const { shell, ui } = useMessages();
  useEffect(() => {
    const controller = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen())
          return;
        if (event.key === '?') onExplain(true);
        else if (event.key === '/') {
          const search = document.querySelector<HTMLInputElement>('[data-shortcut="search"]');
          if (search === null) return;
          event.preventDefault();
          search.focus();
          search.select();
        }
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, [onExplain]);
  if (!isExplained) return null;
  const close = () => onExplain(false);
  return (
    <Dialog
      title={shell.shortcuts}
      onClose={close}
      actions={
        <Button kind="primary" onClick={close}>
          {ui.close}
        </Button>
      }
    >
      <DescriptionList
        items={shell.shortcutList.map(({ keys, text }) => ({ term: text, value: <kbd>{keys}</kbd> }))}
      />
    </Dialog>
  );
}

/** A letter is text, and no shortcut, where somebody writes. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
