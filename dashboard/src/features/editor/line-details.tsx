import { fieldBounds } from '../../api/field-bounds.ts';
import type { TaxCategory } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AdjustmentsEditor } from './adjustments-editor.tsx';
import type { DraftDocument } from './draft-document.ts';
import { type FieldProblems, isUntaxed } from './draft-reading.ts';
import type { LineValues } from './draft-values.ts';
import { toLineId } from './field-names.ts';

export interface LineDetailsProps {
  readonly line: LineValues;
  readonly document: DraftDocument;
  readonly problems: FieldProblems;
}

const categories: readonly TaxCategory[] = [
  'STANDARD',
  'ZERO_RATED',
  'EXEMPT',
  'REVERSE_CHARGE',
  'INTRA_COMMUNITY',
  'EXPORT',
];

/** The fields of a line that few lines need. */
export function LineDetails({ line, document, problems }: LineDetailsProps) {
  const { editor: messages } = useMessages();
  const { key } = line;
  const toId = (field: string) => toLineId(key, field);
  return (
    <>
      <FieldRow>
        <SelectField
          label={messages.fields.taxCategory}
          id={toId('taxCategory')}
          error={problems['taxCategory']}
          value={line.taxCategory}
          options={[
            { value: '', label: messages.taxFromRate },
            ...categories.map((value) => ({ value, label: messages.taxCategories[value] })),
          ]}
          onChange={({ target }) =>
            document.changeLine(key, { taxCategory: target.value as LineValues['taxCategory'] })
          }
        />
        {isUntaxed(line.taxCategory) && (
          <TextField
            label={messages.fields.taxExemptionReason}
            isOptional={line.taxCategory !== 'EXEMPT'}
            id={toId('taxExemptionReason')}
            error={problems['taxExemptionReason']}
            maxLength={fieldBounds.taxExemptionReasonLength}
            value={line.taxExemptionReason}
            onChange={({ target }) =>
              document.changeLine(key, { taxExemptionReason: target.value }, `${key}.taxExemptionReason`)
            }
          />
        )}
      </FieldRow>
      <FieldRow>
        {(['allowances', 'charges'] as const).map((name) => (
          <AdjustmentsEditor
            key={name}
            name={name}
            adjustments={line[name]}
            problems={problems}
            toId={toId}
            onChange={(next, typingAt) =>
              document.changeLine(key, { [name]: next }, typingAt && `${key}.${typingAt}`)
            }
          />
        ))}
      </FieldRow>
    </>
  );
}
