import { type ReactNode, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Problem } from '../../api/problem.ts';
import type { InputProblem } from '../../api/use-change.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { type ConflictField, ConflictView } from '../../ui/conflict-view.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { listFormErrors, setInputProblems, toControlId } from '../../ui/form-errors.ts';
import { FieldGroup, FieldRow, Form, FormActions } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCountries } from '../../ui/use-countries.ts';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.tsx';
import { type CustomerValues, flattenCustomer } from './customer-values.ts';

/** The result of saving, for the form. */
type CustomerSaveResult =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly userErrors: readonly InputProblem[] }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Somebody else has saved meanwhile: the customer as it is now. */
  | { readonly kind: 'conflict'; readonly theirs: CustomerValues };

export interface CustomerFormProps {
  readonly initial: CustomerValues;
  readonly onSave: (values: CustomerValues) => Promise<CustomerSaveResult>;
  /** Called once all is saved, when nothing asks any more whether to leave. */
  readonly onSaved: () => void;
  /** A way out beside the button that saves. */
  readonly cancel: ReactNode;
}

/** The form of a customer, new or known. */
export function CustomerForm({ initial, onSave, onSaved, cancel }: CustomerFormProps) {
  const { customers: messages, ui } = useMessages();
  const countries = useCountries();
  const form = useForm<CustomerValues>({ defaultValues: initial, shouldFocusError: false });
  const { register, formState, setError, getValues, setValue, reset } = form;
  const [problem, setProblem] = useState<Problem>();
  const [base, setBase] = useState(initial);
  const [theirs, setTheirs] = useState<CustomerValues>();
  const isSaved = useRef(false);
  const { isDirty } = formState;
  const guard = useUnsavedGuard(() => isDirty && !isSaved.current);

  const save = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await onSave(values);
    if (result.kind === 'saved') {
      isSaved.current = true;
      onSaved();
    } else if (result.kind === 'refused') setInputProblems(setError, result.userErrors);
    else if (result.kind === 'failed') setProblem(result.problem);
    else setTheirs(result.theirs);
  });

  function resolve(choices: Readonly<Record<string, 'yours' | 'theirs'>>): void {
    if (theirs === undefined) return;
    const yours = getValues();
    const theirFields = flattenCustomer(theirs);
    reset(theirs);
    for (const [name, value] of Object.entries(flattenCustomer(yours)))
      if (choices[name] === 'yours' && value !== theirFields[name])
        setValue(name as 'displayName', value, { shouldDirty: true });
    setBase(theirs);
    setTheirs(undefined);
  }

  const text = (name: Parameters<typeof register>[0], options?: Parameters<typeof register>[1]) => {
    const error = form.getFieldState(name, formState).error?.message;
    return { ...register(name, options), id: toControlId(name), error };
  };

  return (
    <Form onSubmit={save}>
      {guard}
      <ErrorSummary errors={listFormErrors(formState.errors, messages.fields)} />
      {problem && <ProblemView problem={problem} />}
      {theirs && (
        <ConflictView
          fields={toConflictFields(getValues(), theirs, base, (name) => messages.fields[name])}
          onResolve={resolve}
          onCancel={() => setTheirs(undefined)}
        />
      )}
      <TextField
        label={messages.fields.displayName}
        required
        {...text('displayName', { validate: (value) => String(value).trim() !== '' || ui.required })}
      />
      <FieldRow>
        <TextField label={messages.fields.contactName} isOptional {...text('contactName')} />
        <TextField label={messages.fields.email} isOptional type="email" {...text('email')} />
        <TextField
          label={messages.fields.phone}
          isOptional
          type="tel"
          hint={messages.phoneHint}
          {...text('phone')}
        />
      </FieldRow>
      <FieldRow>
        <TextField label={messages.fields.taxNumber} isOptional {...text('taxNumber')} />
        <TextField label={messages.fields.externalReference} isOptional {...text('externalReference')} />
      </FieldRow>
      <FieldGroup legend={messages.address}>
        <TextField label={messages.fields['address.line1']} {...text('address.line1')} />
        <TextField label={messages.fields['address.line2']} isOptional {...text('address.line2')} />
        <FieldRow>
          <TextField
            label={messages.fields['address.postalCode']}
            isOptional
            {...text('address.postalCode')}
          />
          <TextField label={messages.fields['address.city']} {...text('address.city')} />
          <SelectField
            label={messages.fields['address.countryCode']}
            options={[{ value: '', label: ui.none }, ...countries.options]}
            {...text('address.countryCode')}
          />
        </FieldRow>
      </FieldGroup>
      <FormActions>
        <Button type="submit" kind="primary" disabledReason={formState.isSubmitting ? ui.saving : undefined}>
          {ui.save}
        </Button>
        {cancel}
      </FormActions>
    </Form>
  );
}

type FieldName = Parameters<CustomerFieldLabel>[0];
type CustomerFieldLabel = (name: keyof ReturnType<typeof useMessages>['customers']['fields']) => string;

/** The fields in which the two sides differ. */
function toConflictFields(
  yours: CustomerValues,
  theirs: CustomerValues,
  base: CustomerValues,
  toLabel: CustomerFieldLabel,
): readonly ConflictField[] {
  const [mine, other, before] = [yours, theirs, base].map(flattenCustomer) as [
    Record<string, string>,
    Record<string, string>,
    Record<string, string>,
  ];
  return Object.keys(mine)
    .filter((name) => mine[name] !== other[name])
    .map((name) => ({
      name,
      label: toLabel(name as FieldName),
      yours: mine[name] ?? '',
      theirs: other[name] ?? '',
      base: before[name] ?? '',
    }));
}
