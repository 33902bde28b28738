import { type ReactNode, useRef, useState } from 'react';
import {
  type FieldValues,
  type Path,
  type RegisterOptions,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { Problem } from '../api/problem.ts';
import type { InputProblem } from '../api/use-change.ts';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import { type ConflictField, ConflictView } from './conflict-view.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { listFormErrors, setInputProblems, toControlId } from './form-errors.ts';
import { Form, FormActions } from './form-parts.tsx';
import { ProblemView } from './state-view.tsx';
import { useUnsavedGuard } from './use-unsaved-guard.tsx';

/** The result of saving, for the form. */
type RecordSaveResult<Values> =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly userErrors: readonly InputProblem[] }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Somebody else has saved meanwhile: the values as they are now. */
  | { readonly kind: 'conflict'; readonly theirs: Values };

/** The properties of the form of a record that is saved under its version. */
export interface RecordFormProps<Values> {
  readonly initial: Values;
  readonly onSave: (values: Values) => Promise<RecordSaveResult<Values>>;
  /** Called once all is saved, when nothing asks any more whether to leave. */
  readonly onSaved: () => void;
  /** A way out beside the button that saves. */
  readonly cancel: ReactNode;
}

interface RecordFormOptions<Values> extends RecordFormProps<Values> {
  /** The labels of fields by their paths. */
  readonly labels: Readonly<Record<string, string>>;
  /** The fields by their paths as texts, for a comparison. */
  readonly flatten: (values: Values) => Readonly<Record<string, string>>;
}

/** The properties of a field's control: its registration, its id and its error. */
export type FieldOf<Values extends FieldValues> = (
  name: Path<Values>,
  options?: RegisterOptions<Values, Path<Values>>,
) => ReturnType<UseFormReturn<Values>['register']> & {
  readonly id: string;
  readonly error: string | undefined;
};

interface RecordForm<Values extends FieldValues> {
  readonly field: FieldOf<Values>;
  readonly register: UseFormReturn<Values>['register'];
  /** Renders the fields in the form, between their problems and the buttons. */
  readonly render: (fields: ReactNode) => ReactNode;
}

/** Creates the form of a record: it saves, shows problems, lets a person resolve a conflict, and asks before changes are lost. */
export function useRecordForm<Values extends FieldValues>({
  initial,
  onSave,
  onSaved,
  cancel,
  labels,
  flatten,
}: RecordFormOptions<Values>): RecordForm<Values> {
  const { ui } = useMessages();
  const form = useForm<Values>({ defaultValues: initial as never, shouldFocusError: false });
  const { register, formState, setError, getValues, setValue, reset } = form;
  const [problem, setProblem] = useState<Problem>();
  const [base, setBase] = useState(initial);
  const [theirs, setTheirs] = useState<Values>();
  const isSaved = useRef(false);
  const { isDirty } = formState;
  const guard = useUnsavedGuard(() => isDirty && !isSaved.current);

  const save = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await onSave(values as unknown as Values);
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
    for (const [name, choice] of Object.entries(choices))
      if (choice === 'yours')
        setValue(name as Path<Values>, readPath(yours, name) as never, { shouldDirty: true });
    setBase(theirs);
    setTheirs(undefined);
  }

  return {
    register,
    field: (name, options) => {
      const error = form.getFieldState(name, formState).error?.message;
      return { ...register(name, options), id: toControlId(name), error };
    },
    render: (fields) => (
      <Form onSubmit={save}>
        {guard}
        <ErrorSummary errors={listFormErrors(formState.errors, labels)} />
        {problem && <ProblemView problem={problem} />}
        {theirs && (
          <ConflictView
            fields={toDifferences(flatten(getValues()), flatten(theirs), flatten(base), labels)}
            onResolve={resolve}
            onCancel={() => setTheirs(undefined)}
          />
        )}
        {fields}
        <FormActions>
          <Button
            type="submit"
            kind="primary"
            disabledReason={formState.isSubmitting ? ui.saving : undefined}
          >
            {ui.save}
          </Button>
          {cancel}
        </FormActions>
      </Form>
    ),
  };
}

/** The value at a path of the form such as `unitPrice.amount`. */
function readPath(values: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], values);
}

type Texts = Readonly<Record<string, string>>;

/** The fields in which the two sides differ. */
function toDifferences(yours: Texts, theirs: Texts, base: Texts, labels: Texts): readonly ConflictField[] {
  return Object.keys(yours)
    .filter((name) => yours[name] !== theirs[name])
    .map((name) => ({
      name,
      label: labels[name] ?? name,
      yours: yours[name] ?? '',
      theirs: theirs[name] ?? '',
      base: base[name] ?? '',
    }));
}
