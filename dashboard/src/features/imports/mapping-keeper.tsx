import { useState } from 'react';
import { type ChangeResult, useChange } from '../../api/use-change.ts';
import {
  DeleteMappingDocument,
  type MappingItemFragment,
  SaveMappingDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { useNotice } from '../../ui/notices.tsx';
import styles from './imports.module.css';

export interface MappingKeeperProps {
  /** The saved mapping that was chosen last, also while it is changed. */
  readonly saved: MappingItemFragment | undefined;
  /** The mapping that is tried now. */
  readonly json: string;
  /** Told of a mapping that was saved. */
  readonly onSaved: (mapping: MappingItemFragment) => void;
}

/** Saves the mapping that is tried under a name, and changes or deletes the saved one that was chosen. */
export function MappingKeeper({ saved, json, onSaved }: MappingKeeperProps) {
  const { imports: messages, states, ui } = useMessages();
  const notify = useNotice();
  const saving = useChange(SaveMappingDocument);
  const deleting = useChange(DeleteMappingDocument);
  const [dialog, setDialog] = useState<'name' | 'delete'>();
  const busy = saving.isSending || deleting.isSending ? ui.working : undefined;

  function toProblem(result: ChangeResult<object>): string | undefined {
    return result.kind === 'done' ? undefined : explainResult(result, states);
  }

  /** Saves the mapping. @returns what is wrong */
  async function save(name: string, expectedVersion: number | null): Promise<string | undefined> {
    const result = await saving.send({ input: { name, json, expectedVersion } });
    if (result.kind === 'done' && result.payload.mapping) {
      notify(messages.mappingSaved(name));
      onSaved(result.payload.mapping);
    }
    return toProblem(result);
  }

  async function remove({ id, version, name }: MappingItemFragment): Promise<void> {
    const problem = toProblem(await deleting.send({ input: { id, expectedVersion: version } }));
    setDialog(undefined);
    if (problem === undefined) notify(messages.mappingDeleted(name));
    else notify(problem, 'failure');
  }

  async function update({ name, version }: MappingItemFragment): Promise<void> {
    const problem = await save(name, version);
    if (problem !== undefined) notify(problem, 'failure');
  }

  return (
    <div className={styles['keeper']}>
      {saved && saved.json !== json && (
        <Button disabledReason={busy} onClick={() => update(saved)}>
          {messages.mappingUpdate(saved.name)}
        </Button>
      )}
      {saved?.json !== json && (
        <Button disabledReason={busy} onClick={() => setDialog('name')}>
          {messages.mappingSave}
        </Button>
      )}
      {saved && (
        <Button disabledReason={busy} onClick={() => setDialog('delete')}>
          {messages.mappingDelete(saved.name)}
        </Button>
      )}
      {dialog === 'name' && (
        <NameDialog
          title={messages.mappingSaveTitle}
          label={messages.mappingName}
          name=""
          onClose={() => setDialog(undefined)}
          onName={(name) => save(name, null)}
        />
      )}
      {dialog === 'delete' && saved && (
        <ConfirmDialog
          title={messages.mappingDeleteTitle(saved.name)}
          confirm={messages.mappingDeleteConfirm}
          isDangerous
          isBusy={deleting.isSending}
          onCancel={() => setDialog(undefined)}
          onConfirm={() => remove(saved)}
        >
          <p>{messages.mappingDeleteText}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
