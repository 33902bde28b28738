import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Problem } from '../../api/problem.ts';
import { useChange } from '../../api/use-change.ts';
import { CreatePersonDocument, type Role } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { listFormErrors, setInputProblems, toControlId } from '../../ui/form-errors.ts';
import { FieldRow, Form, FormActions } from '../../ui/form-parts.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.tsx';
import { RoleChoice } from './role-choice.tsx';

const emptyPerson = { username: '', email: '', firstName: '', lastName: '' };
type PersonField = keyof typeof emptyPerson;

/** Adds a person, who chooses a password by a mail. */
export function NewPersonPage() {
  const { people: messages, ui } = useMessages();
  const navigate = useNavigate();
  const notify = useNotice();
  const { send, isSending } = useChange(CreatePersonDocument);
  const form = useForm({ defaultValues: emptyPerson, shouldFocusError: false });
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const isSaved = useRef(false);
  const { isDirty } = form.formState;
  const guard = useUnsavedGuard(() => (isDirty || roles.length > 0) && !isSaved.current);

  const save = form.handleSubmit(async (values) => {
    setProblem(undefined);
    const result = await send({ input: { ...values, roles: [...roles] } });
    if (result.kind === 'refused') setInputProblems(form.setError, result.userErrors);
    else if (result.kind === 'failed') setProblem(result.problem);
    else {
      isSaved.current = true;
      const { person, isMailSent } = result.payload;
      if (isMailSent) notify(messages.created(values.username, values.email));
      else notify(messages.createdWithoutMail(values.username), 'failure');
      if (person) void navigate({ to: '/people/$id', params: { id: person.id }, replace: true });
    }
  });

  const field = (name: PersonField) => ({
    ...form.register(name, { validate: (value) => value.trim() !== '' || ui.required }),
    id: toControlId(name),
    label: messages.fields[name],
    error: form.getFieldState(name, form.formState).error?.message,
    required: true,
  });

  return (
    <PageLayout title={messages.create}>
      <Form onSubmit={save}>
        {guard}
        <ErrorSummary errors={listFormErrors(form.formState.errors, messages.fields)} />
        {problem && <ProblemView problem={problem} />}
        <FieldRow>
          <TextField {...field('username')} autoComplete="off" hint={messages.usernameHint} />
          <TextField {...field('email')} type="email" autoComplete="off" />
        </FieldRow>
        <FieldRow>
          <TextField {...field('firstName')} autoComplete="off" />
          <TextField {...field('lastName')} autoComplete="off" />
        </FieldRow>
        <RoleChoice value={roles} onChange={setRoles} />
        <p>{messages.mailHint}</p>
        <FormActions>
          <Link to="/people" className={toButtonClass()}>
            {ui.cancel}
          </Link>
          <Button type="submit" kind="primary" disabledReason={isSending ? ui.working : undefined}>
            {ui.save}
          </Button>
        </FormActions>
      </Form>
    </PageLayout>
  );
}
