import { useEffect, useRef } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './error-summary.module.css';

/** One thing that is wrong in a form. */
export interface FormError {
  /** The id of the control; without it the error concerns the whole. */
  readonly fieldId?: string | undefined;
  /** The label of the field. */
  readonly label?: string | undefined;
  readonly message: string;
}

/** All that is wrong in a form, with links to its fields; it takes the focus whenever there is something new. */
export function ErrorSummary({ errors }: { readonly errors: readonly FormError[] }) {
  const { ui } = useMessages();
  const element = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(errors);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other errors ask for the focus, a new array of the same does not
  useEffect(() => {
    element.current?.focus();
  }, [key]);
  if (errors.length === 0) return null;
  return (
    <div ref={element} className={styles['summary']} role="alert" tabIndex={-1}>
      <h2>{ui.errorCount(errors.length)}</h2>
      <ul>
        {errors.map(({ fieldId, label, message }) => (
          <li key={`${fieldId} ${message}`}>
            {fieldId === undefined ? (
              message
            ) : (
              <a
                href={`#${fieldId}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId)?.focus();
                }}
              >
                {label === undefined ? message : ui.labelled(label, message)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
