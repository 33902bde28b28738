import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';
import styles from './menu.module.css';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly onChoose: () => void;
  /** Why it cannot be chosen now. */
  readonly disabledReason?: string | undefined;
}

/** A button with further actions (WAI-ARIA menu button pattern: arrows, Home, End and first letters go to an item). */
export function Menu({ label, items }: { readonly label: ReactNode; readonly items: readonly MenuItem[] }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  function goByKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      close();
      return;
    }
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: entries.length - 1,
    };
    const byLetter =
      event.key.length === 1
        ? entries.findIndex((one) => one.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))
        : -1;
    const step = steps[event.key] ?? (byLetter < 0 ? undefined : byLetter);
    if (step === undefined) return;
    event.preventDefault();
    entries[(step + entries.length) % entries.length]?.focus();
  }

  return (
    <div className={styles['menu']}>
      <Button
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label} <span aria-hidden="true">▾</span>
      </Button>
      {isOpen && (
        <div
          ref={(element) => {
            if (element !== null && list.current === null)
              element.querySelector<HTMLElement>('[role=menuitem]')?.focus();
            list.current = element;
          }}
          id={id}
          role="menu"
          className={styles['list']}
          onKeyDown={goByKey}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget) && relatedTarget !== button.current) setOpen(false);
          }}
        >
          {items.map(({ key, label: text, onChoose, disabledReason }) => (
            <button
              key={key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={disabledReason !== undefined || undefined}
              title={disabledReason}
              onClick={() => {
                if (disabledReason !== undefined) return;
                close();
                onChoose();
              }}
            >
              {text}
              {disabledReason !== undefined && <span className={styles['reason']}>{disabledReason}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
