import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './combo-box.module.css';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';
import { type ComboOption, type ComboSearch, useComboOptions } from './use-combo-options.ts';

export interface ComboBoxProps extends LabelProps {
  readonly chosen: ComboOption | undefined;
  readonly onChoose: (option: ComboOption | undefined) => void;
  readonly search: ComboSearch;
  /** Stands below the options, for example to add what is not there. */
  readonly footer?: ReactNode;
  readonly isRequired?: boolean;
}

/**
 * A field that searches for what is typed and lets one result be chosen (WAI-ARIA combobox pattern with a list: arrows go to a
 * result, Enter and Tab choose it, Escape closes the list, then empties the field). Whoever presses Enter or Tab before the
 * results are there gets the first of them once they are, and never a result for an earlier text.
 */
export function ComboBox({ chosen, onChoose, search, footer, isRequired = false, ...label }: ComboBoxProps) {
  const { ui, states } = useMessages();
  const listId = useId();
  const [text, setText] = useState(chosen?.label ?? '');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [isAwaited, setAwaited] = useState(false);
  const typed = text === chosen?.label ? '' : text;
  const { options, isFresh } = useComboOptions(search, isOpen || isAwaited ? typed : undefined, isAwaited);
  const activeOption = isOpen && isFresh ? options[active] : undefined;
  const isUnanswered = isOpen && !isFresh && typed.trim() !== '';

  useEffect(() => setText(chosen?.label ?? ''), [chosen?.label]);
  const chooseFirst = useEffectEvent(() => {
    setAwaited(false);
    if (options[0]) choose(options[0]);
    else if (!isOpen) setText(chosen?.label ?? '');
  });
  useEffect(() => {
    if (isAwaited && isFresh) chooseFirst();
  }, [isAwaited, isFresh]);

  function choose(option: ComboOption | undefined): void {
    setOpen(false);
    setAwaited(false);
    setActive(-1);
    setText(option?.label ?? '');
    onChoose(option);
  }

  function goByKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (isOpen && isFresh && options.length > 0)
        setActive(
          (active < 0 && step < 0 ? options.length : active + step + options.length) % options.length,
        );
      setOpen(true);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      if (activeOption) choose(activeOption);
      else if (isUnanswered) setAwaited(true);
    } else if (event.key === 'Tab' && activeOption) choose(activeOption);
    else if (event.key === 'Tab' && isUnanswered) {
      // Closed, so that the focus goes to the next field and not into the list.
      setOpen(false);
      setAwaited(true);
    } else if (event.key === 'Escape' && (isOpen || text !== '')) {
      event.preventDefault();
      setAwaited(false);
      if (isOpen) setOpen(false);
      else choose(undefined);
    }
  }

  return (
    <LabelledControl {...label}>
      {(attributes) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: nothing happens here but that the focus leaves what is inside
        <div
          className={styles['box']}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (currentTarget.contains(relatedTarget)) return;
            setOpen(false);
            if (!isAwaited) setText(chosen?.label ?? '');
          }}
        >
          <input
            {...attributes}
            type="text"
            role="combobox"
            autoComplete="off"
            required={isRequired}
            aria-expanded={isOpen}
            aria-autocomplete="list"
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={activeOption ? `${listId}-${activeOption.key}` : undefined}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setActive(target.value.trim() === '' ? -1 : 0);
              setAwaited(false);
              setOpen(true);
            }}
            onClick={() => setOpen(true)}
            onKeyDown={goByKey}
          />
          <span className={styles['spoken']} role="status">
            {isOpen && (isFresh ? ui.optionCount(options.length) : states.loading)}
          </span>
          {isOpen && (
            <div className={styles['popup']}>
              <div id={listId} role="listbox" aria-label={label.label}>
                {options.map((option) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the active option
                  <div
                    key={option.key}
                    id={`${listId}-${option.key}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={option === activeOption}
                    className={styles['option']}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => choose(option)}
                  >
                    {option.label}
                    {option.description !== undefined && (
                      <span className={styles['description']}>{option.description}</span>
                    )}
                  </div>
                ))}
              </div>
              {options.length === 0 && (
                <div className={styles['none']}>{isFresh ? ui.noOption : states.loading}</div>
              )}
              {footer && <div className={styles['footer']}>{footer}</div>}
            </div>
          )}
        </div>
      )}
    </LabelledControl>
  );
}
