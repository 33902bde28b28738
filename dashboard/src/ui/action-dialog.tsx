import { type ReactNode, useId, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import type { Problem } from '../api/problem.ts';
import type { ChangeResult, InputProblem } from '../api/use-change.ts';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { listFormErrors, setInputProblems } from './form-errors.ts';
import { Form } from './form-parts.tsx';
import { ProblemView } from './state-view.tsx';

export interface ActionDialogProps<Values extends FieldValues, Payload> {
  readonly title: string;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly form: UseFormReturn<Values>;
  /** Labels of fields by their names, for the summary of errors. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly send: (values: Values) => Promise<ChangeResult<Payload>>;
  readonly onDone: (payload: Payload) => void;
  /** Told that the document has changed since it was shown. */
  readonly onOutdated: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Asks for what an action needs, and does it. What the API refuses stands at its field; nothing typed is lost, not even when
 * there is no answer.
 */
export function ActionDialog<Values extends FieldValues, Payload>({
  title,
  confirm,
  isDangerous = false,
  form,
  labels = {},
  send,
  onDone,
  onOutdated,
  onClose,
  children,
}: ActionDialogProps<Values, Payload>) {
  const { ui } = useMessages();
  const id = useId();
  const [problem, setProblem] = useState<Problem>();
  const { isSubmitting, errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await send(values as unknown as Values);
    if (result.kind === 'done') onDone(result.payload);
    else if (result.kind === 'failed') setProblem(result.problem);
    else if (result.userErrors.some(isOfOtherState)) onOutdated();
    else setInputProblems(form.setError, result.userErrors);
  });

  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button
            type="submit"
            form={id}
            kind={isDangerous ? 'danger' : 'primary'}
            disabledReason={isSubmitting ? ui.working : undefined}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        onSubmit={(event) => {
          // Errors of the whole, which no field can take away.
          form.clearErrors('root');
          void submit(event);
        }}
      >
        <ErrorSummary errors={listFormErrors(errors, labels)} />
        {problem && <ProblemView problem={problem} />}
        {children}
      </Form>
    </Dialog>
  );
}

/** True if the document is not what the page shows: it was changed, or is in another state now. */
function isOfOtherState({ code, field }: InputProblem): boolean {
  const [name = ''] = field;
  return (
    code === 'CONFLICT' || (code === 'WRONG_STATE' && ['id', 'invoiceId', 'paymentId', ''].includes(name))
  );
}
