import type { UseFormRegisterReturn } from 'react-hook-form';
import { FieldGroup } from '../../ui/form-parts.tsx';
import type { SelectOption } from '../../ui/select-field.tsx';
import styles from './graph.module.css';

export interface CheckboxGroupProps extends UseFormRegisterReturn {
  readonly legend: string;
  readonly hint?: string;
  readonly error: string | undefined;
  /** The id of the first box, to which a summary of errors links. */
  readonly id: string;
  readonly options: readonly SelectOption[];
}

/** A box to tick for each of some values. Takes what `register` of react-hook-form gives for a list. */
export function CheckboxGroup({ legend, hint, error, id, options, ...field }: CheckboxGroupProps) {
  return (
    <FieldGroup legend={legend}>
      {hint !== undefined && <p>{hint}</p>}
      <div>
        {options.map(({ value, label }, index) => (
          <label key={value} className={styles['choice']}>
            <input type="checkbox" value={value} id={index === 0 ? id : undefined} {...field} />
            <span className={styles['wrapping']}>{label}</span>
          </label>
        ))}
      </div>
      {error !== undefined && <p className={styles['error']}>{error}</p>}
    </FieldGroup>
  );
}
