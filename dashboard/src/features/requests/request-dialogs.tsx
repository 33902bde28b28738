import { useForm } from 'react-hook-form';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  AssignRequestDocument,
  CloseRequestDocument,
  CommentOnRequestDocument,
  RequestAssigneesDocument,
  type RequestDetailsFragment,
  type RequestUrgency,
  UpdateRequestDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { toActorName } from '../actors/actor-text.tsx';
import { parseLocalTime, toLocalTime } from './local-instant.ts';
import { requestUrgencyChoices } from './requests-search.ts';

export interface RequestDialogProps {
  readonly request: RequestDetailsFragment;
  /** Told what was done, in words. */
  readonly onDone: (text: string) => void;
  readonly onOutdated: () => void;
  readonly onClose: () => void;
}

/** Marks a request as done. */
export function CloseDialog({ request, onDone, ...rest }: RequestDialogProps) {
  const { requests: messages, ui } = useMessages();
  const { send } = useChange(CloseRequestDocument);
  const form = useForm({ defaultValues: { outcome: '' } });
  const isRequired = request.kind === 'DISPUTE';
  return (
    <ActionDialog
      {...rest}
      title={messages.actions.close}
      confirm={messages.actions.close}
      form={form}
      labels={messages.fields}
      send={({ outcome }) =>
        send({ input: { id: request.id, expectedVersion: request.version, outcome: outcome.trim() || null } })
      }
      onDone={() => onDone(messages.done.closed)}
    >
      <TextArea
        label={messages.fields.outcome}
        id={toControlId('outcome')}
        isOptional={!isRequired}
        error={form.formState.errors.outcome?.message}
        {...form.register('outcome', {
          validate: (text) => !isRequired || text.trim() !== '' || ui.required,
        })}
      />
    </ActionDialog>
  );
}

/** Adds a comment to a request. */
export function CommentDialog({ request, onDone, ...rest }: RequestDialogProps) {
  const { requests: messages, ui } = useMessages();
  const { send } = useKeyedChange(CommentOnRequestDocument);
  const form = useForm({ defaultValues: { text: '' } });
  return (
    <ActionDialog
      {...rest}
      title={messages.actions.comment}
      confirm={messages.actions.comment}
      form={form}
      labels={{ text: messages.comment }}
      send={({ text }) => send({ id: request.id, text })}
      onDone={() => onDone(messages.done.commented)}
    >
      <TextArea
        label={messages.comment}
        id={toControlId('text')}
        error={form.formState.errors.text?.message}
        {...form.register('text', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}

/** Gives a request to somebody, or to nobody. */
export function AssignDialog({ request, onDone, ...rest }: RequestDialogProps) {
  const { requests: messages, actors } = useMessages();
  const { send } = useChange(AssignRequestDocument);
  const { data } = useData(RequestAssigneesDocument, { variables: { kind: request.kind } });
  const form = useForm({ defaultValues: { assigneeId: request.assignee?.id ?? '' } });
  const offered = data?.requestAssignees ?? [];
  const isKnown = request.assignee === null || offered.some(({ id }) => id === request.assignee?.id);
  const people = isKnown || request.assignee === null ? offered : [request.assignee, ...offered];
  return (
    <ActionDialog
      {...rest}
      title={messages.actions.assign}
      confirm={messages.actions.assign}
      form={form}
      labels={messages.fields}
      send={({ assigneeId }) =>
        send({ input: { id: request.id, expectedVersion: request.version, assigneeId: assigneeId || null } })
      }
      onDone={() => onDone(messages.done.assigned)}
    >
      <SelectField
        label={messages.fields.assigneeId}
        id={toControlId('assigneeId')}
        hint={messages.assignHint}
        error={form.formState.errors.assigneeId?.message}
        options={[
          { value: '', label: messages.nobody },
          ...people.map((actor) => ({ value: actor.id, label: toActorName(actor, actors) })),
        ]}
        {...form.register('assigneeId')}
      />
    </ActionDialog>
  );
}

/** Changes title, text, urgency and deadline of a request. */
export function EditDialog({ request, onDone, ...rest }: RequestDialogProps) {
  const { requests: messages, ui } = useMessages();
  const { fields } = messages;
  const { send } = useChange(UpdateRequestDocument);
  const form = useForm({
    defaultValues: {
      title: request.title,
      text: request.text ?? '',
      urgency: request.urgency as string,
      deadline: toLocalTime(request.deadline),
    },
  });
  const { errors, dirtyFields } = form.formState;
  const field = (name: 'title' | 'text' | 'urgency' | 'deadline') => ({
    label: fields[name],
    id: toControlId(name),
    error: errors[name]?.message,
  });
  return (
    <ActionDialog
      {...rest}
      title={messages.actions.edit}
      confirm={ui.save}
      form={form}
      labels={fields}
      send={({ title, text, urgency, deadline }) =>
        send({
          input: {
            id: request.id,
            expectedVersion: request.version,
            title,
            text: text.trim() || null,
            urgency: urgency as RequestUrgency,
            // A deadline that has passed stays as it is unless somebody changes it.
            ...(dirtyFields.deadline && { deadline: parseLocalTime(deadline) }),
          },
        })
      }
      onDone={() => onDone(messages.done.changed)}
    >
      <TextField
        {...field('title')}
        required
        {...form.register('title', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <TextArea {...field('text')} isOptional {...form.register('text')} />
      <FieldRow>
        <SelectField
          {...field('urgency')}
          options={requestUrgencyChoices.map((value) => ({ value, label: messages.urgencies[value] }))}
          {...form.register('urgency')}
        />
        <TextField {...field('deadline')} isOptional type="datetime-local" {...form.register('deadline')} />
      </FieldRow>
    </ActionDialog>
  );
}
