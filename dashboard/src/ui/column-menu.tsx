import { useMessages } from '../messages/language.tsx';
import styles from './column-menu.module.css';
import type { ColumnChoice } from './use-column-choice.ts';

/** Lets somebody choose the columns of a table. */
export function ColumnMenu<Row>({ choice }: { readonly choice: ColumnChoice<Row> }) {
  const { ui } = useMessages();
  return (
    <details className={styles['menu']}>
      <summary>{ui.columns}</summary>
      <fieldset className={styles['list']}>
        <legend className={styles['legend']}>{ui.columns}</legend>
        {choice.choices.map(({ key, label, isShown }) => (
          <label key={key}>
            <input type="checkbox" checked={isShown} onChange={() => choice.toggle(key)} /> {label}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
