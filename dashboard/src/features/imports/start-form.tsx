import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  type ImportMappingInput,
  StartImportDocument,
  type StartImportInput,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary, type FormError } from '../../ui/error-summary.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { Form, FormActions } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import styles from './imports.module.css';
import { groupsRows, leavesRowsOut } from './mapping-columns.ts';

type Skip = 'percent' | 'none' | 'all';

const skipInputs: Readonly<Record<Skip, Partial<StartImportInput>>> = {
  percent: { skipPercent: 1 },
  none: { skipLimit: 0 },
  all: { skipAll: true, reasonPercent: null },
};

export interface StartFormProps {
  readonly uploadId: string;
  /** The mapping that was tried; undefined if it does not fit. */
  readonly mapping: ImportMappingInput | undefined;
  /** The same as JSON, which decides what may be chosen. */
  readonly json: string;
}

/** Limits and options, and the buttons that begin a dry run or a load; then the request's page shows how it goes. */
export function StartForm({ uploadId, mapping, json }: StartFormProps) {
  const { imports: messages, ui, states } = useMessages();
  const navigate = useNavigate();
  const { send, isSending } = useKeyedChange(StartImportDocument);
  const [skip, setSkip] = useState<Skip>('percent');
  const [isSorted, setSorted] = useState(false);
  const [hasAllRows, setAllRows] = useState(false);
  const [errors, setErrors] = useState<readonly FormError[]>([]);

  async function start(dryRun: boolean): Promise<void> {
    if (mapping === undefined) return;
    const input = {
      uploadId,
      mapping,
      dryRun,
      ...skipInputs[skip],
      ...(groupsRows(json) && isSorted ? { sort: true } : {}),
      ...(leavesRowsOut(json) && hasAllRows ? { allRows: true } : {}),
    };
    const result = await send(input);
    if (result.kind === 'refused') {
      setErrors(result.userErrors.map(({ message }) => ({ message })));
    } else if (result.kind === 'failed') {
      setErrors([{ message: result.problem.message || states.failedText }]);
    } else if (result.payload.request) {
      void navigate({ to: '/imports/requests/$id', params: { id: result.payload.request.id } });
    }
  }

  const disabledReason = mapping === undefined ? messages.noMapping : isSending ? ui.working : undefined;
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (disabledReason === undefined) void start(false);
      }}
    >
      <h2>{messages.optionsTitle}</h2>
      <ErrorSummary errors={errors} />
      <SelectField
        id={toControlId('skip')}
        label={messages.skip}
        hint={messages.skipHint}
        value={skip}
        options={(['percent', 'none', 'all'] as const).map((value) => ({
          value,
          label: messages.skipChoices[value],
        }))}
        onChange={({ target }) => setSkip(target.value as Skip)}
      />
      {groupsRows(json) && <Choice label={messages.sort} isChosen={isSorted} onChoose={setSorted} />}
      {leavesRowsOut(json) && <Choice label={messages.allRows} isChosen={hasAllRows} onChoose={setAllRows} />}
      <FormActions>
        <Button type="submit" kind="primary" disabledReason={disabledReason}>
          {messages.load}
        </Button>
        <Button disabledReason={disabledReason} onClick={() => void start(true)}>
          {messages.dryRun}
        </Button>
      </FormActions>
    </Form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function Choice({ label, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className={styles['choice']}>
      <input type="checkbox" checked={isChosen} onChange={({ target }) => onChoose(target.checked)} />
      {label}
    </label>
  );
}
