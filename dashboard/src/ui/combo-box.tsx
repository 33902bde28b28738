import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './combo-box.module.css';
import { LabelledControl, type LabelProps } from './labelled-control.tsx';

/** Something to choose. */
export interface ComboOption {
  readonly key: string;
  /** The text in the field once it is chosen. */
  readonly label: string;
  /** More to tell it from others. */
  readonly description?: string | undefined;
}

export interface ComboBoxProps extends LabelProps {
  readonly chosen: ComboOption | undefined;
  readonly onChoose: (option: ComboOption | undefined) => void;
  /** The results of the search so far. */
  readonly options: readonly ComboOption[];
  readonly isSearching?: boolean;
  /** Told what to search for once somebody pauses; the empty text at first. */
  readonly onSearch: (text: string) => void;
  /** Stands below the options, for example to add what is not there. */
  readonly footer?: ReactNode;
  readonly isRequired?: boolean;
}

const waitMs = 200;

/**
 * A field that searches for what is typed and lets one result be chosen (WAI-ARIA combobox pattern with a list: arrows go to a
 * result, Enter and Tab choose it, Escape closes the list, then empties the field).
 */
export function ComboBox({
  chosen,
  onChoose,
  options,
  isSearching = false,
  onSearch,
  footer,
  isRequired = false,
  ...label
}: ComboBoxProps) {
  const { ui, states } = useMessages();
  const listId = useId();
  const [text, setText] = useState(chosen?.label ?? '');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const activeOption = isOpen ? options[active] : undefined;

  useEffect(() => setText(chosen?.label ?? ''), [chosen?.label]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a search is for a text, whatever function asks for it
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => onSearch(text === chosen?.label ? '' : text), waitMs);
    return () => clearTimeout(timer);
  }, [text, isOpen]);

  function choose(option: ComboOption | undefined): void {
    setOpen(false);
    setActive(-1);
    setText(option?.label ?? '');
    onChoose(option);
  }

  function goByKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (isOpen && options.length > 0)
        setActive(
          (active < 0 && step < 0 ? options.length : active + step + options.length) % options.length,
        );
      setOpen(true);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      if (activeOption) choose(activeOption);
    } else if (event.key === 'Tab' && activeOption) choose(activeOption);
    else if (event.key === 'Escape' && (isOpen || text !== '')) {
      event.preventDefault();
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
            setText(chosen?.label ?? '');
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
              setActive(0);
              setOpen(true);
            }}
            onClick={() => setOpen(true)}
            onKeyDown={goByKey}
          />
          <span className={styles['spoken']} role="status">
            {isOpen && (isSearching ? states.loading : ui.optionCount(options.length))}
          </span>
          {isOpen && (
            <div className={styles['popup']}>
              <div id={listId} role="listbox" aria-label={label.label}>
                {options.map((option, index) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the active option
                  <div
                    key={option.key}
                    id={`${listId}-${option.key}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === active}
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
                <div className={styles['none']}>{isSearching ? states.loading : ui.noOption}</div>
              )}
              {footer && <div className={styles['footer']}>{footer}</div>}
            </div>
          )}
        </div>
      )}
    </LabelledControl>
  );
}
