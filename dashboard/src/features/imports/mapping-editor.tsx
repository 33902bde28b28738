import { useEffect, useState } from 'react';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldGroup, FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { Doubts } from './doubts.tsx';
import styles from './imports.module.css';
import {
  listMappedFields,
  type MappedField,
  type MappingSection,
  setMappedColumn,
} from './mapping-columns.ts';

export interface MappingEditorProps {
  readonly mapping: { readonly doubts: readonly string[] };
  /** The mapping that is tried now. */
  readonly json: string;
  /** The columns of the file. */
  readonly columns: readonly string[];
  readonly onChange: (json: string) => void;
}

/** Which column holds what; and the whole mapping as text, for all else. */
export function MappingEditor({ mapping, json, columns, onChange }: MappingEditorProps) {
  const { imports: messages } = useMessages();
  const fields = Map.groupBy(listMappedFields(json, columns), ({ section }) => section);
  return (
    <section>
      <h2>{messages.fieldsTitle}</h2>
      <Doubts doubts={mapping.doubts} />
      {[...fields].map(([section, members]) => (
        <FieldGroup key={section} legend={messages.sections[section as MappingSection]}>
          <FieldRow>
            {members.map((field) => (
              <ColumnChoice
                key={field.name}
                field={field}
                columns={columns}
                onChoose={(column) => onChange(setMappedColumn(json, field, column))}
              />
            ))}
          </FieldRow>
        </FieldGroup>
      ))}
      <JsonEditor json={json} onTry={onChange} />
    </section>
  );
}

interface ColumnChoiceProps {
  readonly field: MappedField;
  readonly columns: readonly string[];
  readonly onChoose: (column: string | null) => void;
}

/** Stands for what is not a column: it stays until a column is chosen. */
const kept = '\u0000kept';

function ColumnChoice({ field, columns, onChoose }: ColumnChoiceProps) {
  const { imports: messages, ui } = useMessages();
  const { section, name, column, constant, rule } = field;
  const other =
    constant === null ? (rule === null ? undefined : messages.ruled(rule)) : messages.fixed(constant);
  // A column that the file does not have is shown, so that it can be seen what is wrong.
  const unknown =
    column !== null && !columns.includes(column) ? [{ value: column, label: `${column} ?` }] : [];
  return (
    <SelectField
      id={toControlId(`mapping.${section}.${name}`)}
      label={messages.fields[name] ?? name}
      value={other === undefined ? (column ?? '') : kept}
      options={[
        { value: '', label: ui.none },
        ...(other === undefined ? [] : [{ value: kept, label: other }]),
        ...unknown,
        ...columns.map((value) => ({ value, label: value })),
      ]}
      onChange={({ target }) => {
        if (target.value !== kept) onChoose(target.value === '' ? null : target.value);
      }}
    />
  );
}

function JsonEditor({ json, onTry }: { readonly json: string; readonly onTry: (json: string) => void }) {
  const { imports: messages } = useMessages();
  const [text, setText] = useState(json);
  useEffect(() => setText(json), [json]);
  return (
    <details className={styles['details']}>
      <summary>{messages.json}</summary>
      <div className={styles['json']}>
        <TextArea
          id={toControlId('mapping.json')}
          label={messages.json}
          hint={messages.jsonHint}
          rows={20}
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <p>
        <Button onClick={() => onTry(text)}>{messages.tryJson}</Button>
      </p>
    </details>
  );
}
