import type { UseFormRegisterReturn } from 'react-hook-form';
import styles from './checkbox-group.module.css';
import { FieldGroup } from './form-parts.tsx';
import type { SelectOption } from './select-field.tsx';

interface CheckboxOption extends SelectOption {
  /** The value as programs write it, shown after the label. */
  readonly detail?: string;
}

export interface CheckboxGroupProps extends UseFormRegisterReturn {
  readonly legend: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** The id of the first box, to which a summary of errors links. */
  readonly id: string;
  readonly options: readonly CheckboxOption[];
}

/** A box to tick for each of some values. Takes what `register` of react-hook-form gives for a list. */
export function CheckboxGroup({ legend, hint, error, id, options, ...field }: CheckboxGroupProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <FieldGroup legend={legend} describedBy={described === '' ? undefined : described}>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      <div>
        {options.map(({ value, label, detail }, index) => (
          <label key={value} className={styles['choice']}>
            <input type="checkbox" value={value} id={index === 0 ? id : undefined} {...field} />
            <span className={styles['label']}>
              {label} {detail !== undefined && <span className={styles['detail']}>{detail}</span>}
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']}>
          {error}
        </p>
      )}
    </FieldGroup>
  );
}
