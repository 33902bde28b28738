import { memo, useState } from 'react';
import { useClient } from 'urql';
import { usePerson } from '../../api/api-context.ts';
import { fieldBounds } from '../../api/field-bounds.ts';
import { mayUse } from '../../api/roles.ts';
import { EditorCustomersDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { FieldGroup, FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import type { ComboOption } from '../../ui/use-combo-options.ts';
import { AdjustmentsEditor } from './adjustments-editor.tsx';
import { toCurrencyOptions } from './currency-options.ts';
import { DetailsFields } from './details-fields.tsx';
import type { DraftDocument } from './draft-document.ts';
import styles from './draft-editor.module.css';
import type { FieldProblems } from './draft-reading.ts';
import type { DraftValues, HeadText } from './draft-values.ts';
import { toHeadId } from './field-names.ts';
import { NewCustomerDialog } from './new-customer-dialog.tsx';

export interface DraftHeadProps {
  readonly values: Omit<DraftValues, 'lines'>;
  readonly document: DraftDocument;
  readonly problems: FieldProblems;
  /** True once the draft is saved, as its currency stays from then on. */
  readonly isSaved: boolean;
}

/** All of a draft but its lines. */
export const DraftHead = memo(function DraftHead({ values, document, problems, isSaved }: DraftHeadProps) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const text = (field: HeadText) => ({
    label: messages.fields[field],
    id: toHeadId(field),
    error: problems[field],
    value: values[field],
    onChange: ({ target }: { target: { value: string } }) =>
      document.change((old) => ({ ...old, [field]: target.value }), field),
  });
  return (
    <>
      <FieldGroup legend={messages.head}>
        <FieldRow>
          <CustomerField values={values} document={document} error={problems['customerId']} />
          <SelectField
            {...text('currency')}
            options={toCurrencyOptions(locale)}
            disabled={isSaved}
            hint={isSaved ? messages.currencyFixed : undefined}
          />
        </FieldRow>
        <FieldRow>
          <DayField {...text('dueDate')} isOptional hint={messages.dueDateHint} />
          <TextField
            {...text('externalReference')}
            isOptional
            maxLength={fieldBounds.externalReferenceLength}
          />
        </FieldRow>
        <TextArea {...text('note')} isOptional rows={2} maxLength={fieldBounds.noteLength} />
        <DetailsFields values={values} problems={problems} text={text} />
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={values.pricesIncludeTax}
            onChange={({ target }) =>
              document.change((old) => ({ ...old, pricesIncludeTax: target.checked }))
            }
          />
          {messages.fields.pricesIncludeTax}
        </label>
      </FieldGroup>
      <div className={styles['adjustments']}>
        {(['allowances', 'charges'] as const).map((name) => (
          <FieldGroup key={name} legend={messages.fields[name]}>
            <AdjustmentsEditor
              name={name}
              adjustments={values[name]}
              problems={problems}
              toId={toHeadId}
              hasTax
              onChange={(next, typingAt) => document.change((old) => ({ ...old, [name]: next }), typingAt)}
            />
          </FieldGroup>
        ))}
      </div>
    </>
  );
});

interface CustomerFieldProps extends Pick<DraftHeadProps, 'values' | 'document'> {
  readonly error: string | undefined;
}

/** Finds the customer by name, or adds one without leaving the draft. */
function CustomerField({ values, document, error }: CustomerFieldProps) {
  const { editor: messages } = useMessages();
  const { roles } = usePerson();
  const client = useClient();
  const [isAdding, setAdding] = useState(false);
  const { customerId, customerName } = values;

  async function search(text: string): Promise<readonly ComboOption[]> {
    const { data } = await client.query(EditorCustomersDocument, { search: text.trim() || null }).toPromise();
    const found = data?.customers?.edges.map(({ node }) => ({
      key: node.id,
      label: node.displayName,
      description: [node.externalReference, node.address?.city].filter(Boolean).join(' · ') || undefined,
    }));
    return found ?? [];
  }

  function choose(id: string, name: string): void {
    document.change((old) => ({ ...old, customerId: id, customerName: name }));
  }

  return (
    <>
      <ComboBox
        label={messages.fields.customerId}
        id={toHeadId('customerId')}
        error={error}
        isRequired
        chosen={customerId === '' ? undefined : { key: customerId, label: customerName }}
        onChoose={(option) => choose(option?.key ?? '', option?.label ?? '')}
        search={search}
        footer={
          mayUse(roles, 'Mutation.createCustomer') && (
            <Button kind="plain" onClick={() => setAdding(true)}>
              {messages.addCustomer}
            </Button>
          )
        }
      />
      {isAdding && (
        <NewCustomerDialog
          onAdded={(id, name) => {
            setAdding(false);
            choose(id, name);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
    </>
  );
}
