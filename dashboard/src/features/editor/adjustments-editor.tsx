import { fieldBounds } from '../../api/field-bounds.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './adjustments-editor.module.css';
import type { FieldProblems } from './draft-reading.ts';
import { type AdjustmentValues, emptyAdjustment } from './draft-values.ts';

export interface AdjustmentsEditorProps {
  readonly name: 'allowances' | 'charges';
  readonly adjustments: readonly AdjustmentValues[];
  readonly problems: FieldProblems;
  readonly toId: (field: string) => string;
  /** True on a whole invoice, where one may belong to a single rate. */
  readonly hasTax?: boolean;
  readonly onChange: (adjustments: readonly AdjustmentValues[], typingAt?: string) => void;
}

/** Writes the allowances or the charges of a line or of the whole invoice. */
export function AdjustmentsEditor({
  name,
  adjustments,
  problems,
  toId,
  hasTax = false,
  onChange,
}: AdjustmentsEditorProps) {
  const { editor: messages } = useMessages();
  const { fields } = messages;
  const title = fields[name];

  function change(index: number, members: Partial<AdjustmentValues>, typingAt?: string): void {
    const next = adjustments.map((one, place) => (place === index ? { ...one, ...members } : one));
    onChange(next, typingAt && `${name}.${index}.${typingAt}`);
  }

  return (
    <div className={styles['list']}>
      {adjustments.map((one, index) => {
        const place = `${name}.${index}`;
        const label = messages.adjustment(title, index + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no name but their place
          <fieldset key={index} className={styles['one']}>
            <legend>{label}</legend>
            <SelectField
              label={fields.kind}
              value={one.kind}
              options={[
                { value: 'percent', label: messages.percent },
                { value: 'amount', label: messages.amount },
              ]}
              onChange={({ target }) => change(index, { kind: target.value as AdjustmentValues['kind'] })}
            />
            <DecimalField
              label={one.kind === 'percent' ? messages.percent : messages.amount}
              id={toId(`${place}.value`)}
              error={problems[`${place}.value`]}
              value={one.value}
              onChange={({ target }) => change(index, { value: target.value }, 'value')}
            />
            <TextField
              label={fields.reason}
              id={toId(`${place}.reason`)}
              error={problems[`${place}.reason`]}
              maxLength={fieldBounds.adjustmentReasonLength}
              value={one.reason}
              onChange={({ target }) => change(index, { reason: target.value }, 'reason')}
            />
            {hasTax && (
              <DecimalField
                label={fields.taxRate}
                isOptional
                hint={messages.splitOverTaxes}
                id={toId(`${place}.taxRate`)}
                error={problems[`${place}.taxRate`]}
                value={one.taxRate}
                onChange={({ target }) => change(index, { taxRate: target.value }, 'taxRate')}
              />
            )}
            <Button onClick={() => onChange(adjustments.toSpliced(index, 1))}>
              {messages.remove(label)}
            </Button>
          </fieldset>
        );
      })}
      {problems[name] !== undefined && <p className={styles['problem']}>{problems[name]}</p>}
      <Button id={toId(name)} onClick={() => onChange([...adjustments, emptyAdjustment])}>
        {name === 'allowances' ? messages.addAllowance : messages.addCharge}
      </Button>
    </div>
  );
}
