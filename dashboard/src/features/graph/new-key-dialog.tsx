import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { createRandomUuid } from '../../api/create-random-key.ts';
import { fieldBounds } from '../../api/field-bounds.ts';
import { type InputProblem, useChange } from '../../api/use-change.ts';
import { CreateRegistryKeyDocument, type RegistryKeyRight } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { SecretDialog } from '../../ui/secret-dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useGraphIds } from './graph-filter.tsx';
import { useSubgraphChoices } from './use-subgraph-choices.ts';

const offeredRights: readonly RegistryKeyRight[] = [
  'READ',
  'CHECK',
  'PUBLISH',
  'REPORT',
  'REGISTER',
  'ADMIN',
];

export interface NewKeyDialogProps {
  /** The graph that is looked at, which is proposed. */
  readonly graph: string | undefined;
  readonly onClose: () => void;
}

/** Makes a key: its name, its rights and what it is for; then shows its text, once. */
export function NewKeyDialog({ graph, onClose }: NewKeyDialogProps) {
  const { graph: messages, ui } = useMessages();
  const { send } = useChange(CreateRegistryKeyDocument);
  // The key's id: a call that is repeated makes no second key.
  const [id, setId] = useState(createRandomUuid);
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>();
  const form = useForm({
    defaultValues: {
      name: '',
      graph: graph ?? '',
      rights: ['READ'] as RegistryKeyRight[],
      subgraphs: [] as string[],
    },
  });
  const { errors } = form.formState;
  const chosenGraph = form.watch('graph');
  const isAdmin = form.watch('rights').includes('ADMIN');
  const graphIds = useGraphIds();
  const choices = useSubgraphChoices(chosenGraph === '' ? undefined : chosenGraph);

  if (made !== undefined) {
    return (
      <SecretDialog
        title={messages.keyTextTitle(made.name)}
        warning={messages.keyText}
        secrets={[{ label: messages.keyTextLabel, text: made.secret }]}
        onClose={onClose}
      />
    );
  }
  return (
    <ActionDialog
      title={messages.newKey}
      confirm={messages.createKey}
      form={form}
      labels={{
        name: messages.keyName,
        graph: messages.graph,
        rights: messages.keyRights,
        subgraphs: messages.keySubgraphs,
      }}
      send={async (values) => {
        const subgraphs = isAdmin
          ? []
          : choices.filter(({ value }) => values.subgraphs.includes(value)).map((one) => one.subgraph);
        const result = await send({
          input: {
            id,
            name: values.name.trim(),
            graph: values.graph === '' ? null : values.graph,
            rights: values.rights,
            subgraphs: subgraphs.length === 0 ? null : subgraphs,
          },
        });
        if (result.kind !== 'refused' || !result.userErrors.some(isTaken)) return result;
        // The text of that key is lost; the next attempt makes another one.
        setId(createRandomUuid());
        const userErrors = result.userErrors.map((one) => (isTaken(one) ? { ...one, field: [] } : one));
        return { kind: 'refused', userErrors };
      }}
      onDone={({ key, secret }) =>
        key === null || secret === null ? onClose() : setMade({ name: key.name, secret })
      }
      onOutdated={onClose}
      onClose={onClose}
    >
      <TextField
        label={messages.keyName}
        hint={messages.keyNameHint}
        id={toControlId('name')}
        maxLength={fieldBounds.keyNameLength}
        error={errors.name?.message}
        {...form.register('name', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <SelectField
        label={messages.graph}
        id={toControlId('graph')}
        error={errors.graph?.message}
        options={[
          { value: '', label: messages.allGraphs },
          ...graphIds.map((value) => ({ value, label: value })),
        ]}
        {...form.register('graph', { onChange: () => form.setValue('subgraphs', []) })}
      />
      <CheckboxGroup
        legend={messages.keyRights}
        id={toControlId('rights')}
        error={errors.rights?.message}
        options={offeredRights.map((value) => ({ value, label: messages.rights[value] }))}
        {...form.register('rights', {
          validate: (rights) => rights.length > 0 || messages.rightsNeeded,
        })}
      />
      {choices.length > 0 && !isAdmin && (
        <CheckboxGroup
          legend={messages.keySubgraphs}
          hint={messages.keySubgraphsHint}
          id={toControlId('subgraphs')}
          error={errors.subgraphs?.message}
          options={choices}
          {...form.register('subgraphs')}
        />
      )}
    </ActionDialog>
  );
}

/** True if an earlier call whose answer was lost has made the key. */
function isTaken({ field, code }: InputProblem): boolean {
  return code === 'TAKEN' && field.join() === 'id';
}
