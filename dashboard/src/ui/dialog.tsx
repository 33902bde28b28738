import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  /** Buttons and links at the end; the last one is the usual choice. */
  readonly actions: ReactNode;
  /** Told when Escape is pressed; without it the dialog stays until it is taken away. */
  readonly onClose?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A modal dialog for as long as it is there: the browser keeps the focus in it, and gives it back afterwards. */
export function Dialog({ title, actions, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={styles['dialog']}
      // Whoever clicks beside the fields keeps the focus in the dialog, where it hears keys.
      tabIndex={-1}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      // The browser closes a dialog that has cancelled a few times in a row, so Escape does not get to it (HTML, close requests).
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <div className={styles['actions']}>{actions}</div>
    </dialog>
  );
}
