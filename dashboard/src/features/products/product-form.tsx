import { type ReactNode, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Problem } from '../../api/problem.ts';
import type { InputProblem } from '../../api/use-change.ts';
import type { TaxCategory } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConflictView } from '../../ui/conflict-view.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { listFormErrors, setInputProblems, toControlId } from '../../ui/form-errors.ts';
import { FieldGroup, FieldRow, Form, FormActions } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.tsx';
import { flattenProduct, type ProductValues } from './product-values.ts';

/** The result of saving, for the form. */
type ProductSaveResult =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly userErrors: readonly InputProblem[] }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Somebody else has saved meanwhile: the product as it is now. */
  | { readonly kind: 'conflict'; readonly theirs: ProductValues };

export interface ProductFormProps {
  readonly initial: ProductValues;
  readonly onSave: (values: ProductValues) => Promise<ProductSaveResult>;
  /** Called once all is saved, when nothing asks any more whether to leave. */
  readonly onSaved: () => void;
  /** A way out beside the button that saves. */
  readonly cancel: ReactNode;
}

const categories: readonly TaxCategory[] = [
  'STANDARD',
  'ZERO_RATED',
  'EXEMPT',
  'REVERSE_CHARGE',
  'INTRA_COMMUNITY',
  'EXPORT',
];

/** The form of a product, new or known. */
export function ProductForm({ initial, onSave, onSaved, cancel }: ProductFormProps) {
  const { products: messages, ui } = useMessages();
  const decimals = useDecimals();
  const form = useForm<ProductValues>({ defaultValues: initial, shouldFocusError: false });
  const { register, formState, setError, getValues, setValue, reset } = form;
  const [problem, setProblem] = useState<Problem>();
  const [base, setBase] = useState(initial);
  const [theirs, setTheirs] = useState<ProductValues>();
  const isSaved = useRef(false);
  const { isDirty } = formState;
  const guard = useUnsavedGuard(() => isDirty && !isSaved.current);

  const save = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await onSave(values);
    switch (result.kind) {
      case 'saved':
        isSaved.current = true;
        return onSaved();
      case 'refused':
        return setInputProblems(setError, result.userErrors);
      case 'failed':
        return setProblem(result.problem);
      case 'conflict':
        return setTheirs(result.theirs);
    }
  });

  /** Begins again from their values, with those of yours that are to count. */
  function resolve(choices: Readonly<Record<string, 'yours' | 'theirs'>>): void {
    if (theirs === undefined) return;
    const yours = getValues();
    reset(theirs);
    for (const name of Object.keys(choices) as (keyof ProductValues)[])
      if (choices[name] === 'yours') setValue(name, readPath(yours, name) as never, { shouldDirty: true });
    setBase(theirs);
    setTheirs(undefined);
  }

  const field = (name: Parameters<typeof register>[0], options?: Parameters<typeof register>[1]) => {
    const error = form.getFieldState(name, formState).error?.message;
    return { ...register(name, options), id: toControlId(name), error };
  };
  const required = { validate: (value: unknown) => String(value).trim() !== '' || ui.required };
  const decimal = (isRequired: boolean) => ({
    validate: (value: unknown) => decimals.validate(String(value), { isRequired }),
  });

  return (
    <Form onSubmit={save}>
      {guard}
      <ErrorSummary errors={listFormErrors(formState.errors, messages.fields)} />
      {problem && <ProblemView problem={problem} />}
      {theirs && (
        <ConflictView
          fields={toDifferences(getValues(), theirs, base).map((one) => ({
            ...one,
            label: messages.fields[one.name as keyof typeof messages.fields],
          }))}
          onResolve={resolve}
          onCancel={() => setTheirs(undefined)}
        />
      )}
      <FieldRow>
        <TextField label={messages.fields.sku} required {...field('sku', required)} />
        <TextField label={messages.fields.name} required {...field('name', required)} />
      </FieldRow>
      <TextArea label={messages.fields.description} isOptional {...field('description')} />
      <FieldRow>
        <DecimalField
          label={messages.fields['unitPrice.amount']}
          required
          {...field('unitPrice.amount', decimal(true))}
        />
        <TextField
          label={messages.fields['unitPrice.currency']}
          required
          maxLength={3}
          {...field('unitPrice.currency', required)}
        />
        <TextField label={messages.fields.unit} required {...field('unit', required)} />
      </FieldRow>
      <FieldGroup legend={messages.tax}>
        <FieldRow>
          <DecimalField label={messages.fields.taxRate} required {...field('taxRate', decimal(true))} />
          <SelectField
            label={messages.fields.taxCategory}
            options={[
              { value: '', label: messages.byRate },
              ...categories.map((value) => ({ value, label: messages.taxCategories[value] })),
            ]}
            {...field('taxCategory')}
          />
        </FieldRow>
        <TextField
          label={messages.fields.taxExemptionReason}
          isOptional
          hint={messages.reasonHint}
          {...field('taxExemptionReason')}
        />
      </FieldGroup>
      <FieldGroup legend={messages.stock}>
        <label>
          <input type="checkbox" {...register('isStockTracked')} id={toControlId('isStockTracked')} />{' '}
          {messages.fields.isStockTracked}
        </label>
        <DecimalField
          label={messages.fields.lowStockAt}
          isOptional
          hint={messages.lowStockHint}
          {...field('lowStockAt', decimal(false))}
        />
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

/** The value at a path of the form such as `unitPrice.amount`. */
function readPath(values: ProductValues, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], values);
}

/** The fields in which the two sides differ. */
function toDifferences(yours: ProductValues, theirs: ProductValues, base: ProductValues) {
  const mine = flattenProduct(yours);
  const other = flattenProduct(theirs);
  const before = flattenProduct(base);
  return Object.keys(mine).flatMap((name) =>
    mine[name] === other[name]
      ? []
      : [{ name, yours: mine[name] ?? '', theirs: other[name] ?? '', base: before[name] ?? '' }],
  );
}
