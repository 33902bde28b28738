import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Problem } from '../../api/problem.ts';
import { useChange } from '../../api/use-change.ts';
import { type ApiClientRowFragment, UpdateApiClientDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { listFormErrors, setInputProblems } from '../../ui/form-errors.ts';
import { Form, FormActions } from '../../ui/form-parts.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.tsx';
import { ClientFields, toFieldLabels } from './client-fields.tsx';
import { type ClientValues, toClientInput, toClientValues, toFieldProblems } from './client-values.ts';

export interface SettingsFormProps {
  readonly client: ApiClientRowFragment;
  /** False once the client is gone, when nothing asks any more whether to leave. */
  readonly isKept: () => boolean;
}

/** Changes the name, the roles, the scopes and the plan of an API client. */
export function SettingsForm({ client, isKept }: SettingsFormProps) {
  const { clients: messages, ui } = useMessages();
  const notify = useNotice();
  const { send } = useChange(UpdateApiClientDocument);
  const form = useForm<ClientValues>({ defaultValues: toClientValues(client), shouldFocusError: false });
  const [problem, setProblem] = useState<Problem>();
  const { isDirty, isSubmitting, errors } = form.formState;
  const guard = useUnsavedGuard(() => isDirty && isKept());

  const save = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await send({ input: { id: client.id, ...toClientInput(values) } });
    if (result.kind === 'refused') setInputProblems(form.setError, toFieldProblems(result.userErrors));
    else if (result.kind === 'failed') setProblem(result.problem);
    else {
      form.reset(result.payload.apiClient === null ? values : toClientValues(result.payload.apiClient));
      notify(messages.saved(client.clientId));
    }
  });

  return (
    <Form onSubmit={save}>
      {guard}
      <ErrorSummary errors={listFormErrors(errors, toFieldLabels(messages))} />
      {problem && <ProblemView problem={problem} />}
      <ClientFields form={form} held={client.scopes} />
      <p>{messages.savedHint}</p>
      <FormActions>
        <Button type="submit" kind="primary" disabledReason={isSubmitting ? ui.saving : undefined}>
          {ui.save}
        </Button>
      </FormActions>
    </Form>
  );
}
