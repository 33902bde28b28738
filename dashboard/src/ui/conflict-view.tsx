import { useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import styles from './conflict-view.module.css';
import { Dialog } from './dialog.tsx';

/** A field that two people have changed, or one of them, as texts. */
export interface ConflictField {
  readonly name: string;
  readonly label: string;
  readonly yours: string;
  readonly theirs: string;
  readonly base: string;
}

export interface ConflictViewProps {
  /** The fields in which yours and theirs differ. */
  readonly fields: readonly ConflictField[];
  /** Told which of the two counts for each field. */
  readonly onResolve: (choices: Readonly<Record<string, 'yours' | 'theirs'>>) => void;
  readonly onCancel: () => void;
}

/** Shows both sides of a conflict beside what was there before, and lets a person choose field by field. */
export function ConflictView({ fields, onResolve, onCancel }: ConflictViewProps) {
  const { ui } = useMessages();
  const [choices, setChoices] = useState<Readonly<Record<string, 'yours' | 'theirs'>>>(() =>
    // What only they have changed is theirs, as long as nobody says otherwise.
    Object.fromEntries(fields.map(({ name, yours, base }) => [name, yours === base ? 'theirs' : 'yours'])),
  );
  return (
    <Dialog
      title={ui.conflictTitle}
      onClose={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>{ui.cancel}</Button>
          <Button kind="primary" onClick={() => onResolve(choices)}>
            {ui.conflictApply}
          </Button>
        </>
      }
    >
      <p>{ui.conflictText}</p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              {[ui.conflictField, ui.conflictYours, ui.conflictTheirs, ui.conflictBase].map((header) => (
                <th key={header} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">{field.label}</th>
                {(['yours', 'theirs'] as const).map((side) => (
                  <td key={side}>
                    <label>
                      <input
                        type="radio"
                        name={`conflict-${field.name}`}
                        checked={choices[field.name] === side}
                        onChange={() => setChoices({ ...choices, [field.name]: side })}
                      />{' '}
                      {field[side] || ui.none}
                    </label>
                  </td>
                ))}
                <td>{field.base || ui.none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
