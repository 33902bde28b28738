import { type ChangeResult, useChange } from '../../api/use-change.ts';
import {
  type SaveViewInput,
  type UpdateViewInput,
  type ViewItemFragment,
  ViewsDeleteDocument,
  ViewsSaveDocument,
  ViewsUpdateDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';

/** The result of a change: the view, or the problems to correct. */
interface ChangedView {
  readonly view?: ViewItemFragment | undefined;
  readonly problem?: string | undefined;
}

/** Saves, changes and deletes views, and says what became of it. */
export function useViewChanges() {
  const { views: messages, states } = useMessages();
  const notify = useNotice();
  const saving = useChange(ViewsSaveDocument);
  const updating = useChange(ViewsUpdateDocument);
  const deleting = useChange(ViewsDeleteDocument);

  function tell<Payload extends object>(
    result: ChangeResult<Payload>,
    done: (payload: Payload) => string,
  ): string | undefined {
    if (result.kind === 'done') {
      notify(done(result.payload));
      return undefined;
    }
    return explainResult(result, states);
  }

  return {
    async save(input: Omit<SaveViewInput, 'isDefault'>): Promise<ChangedView> {
      const result = await saving.send({ input: { ...input, isDefault: false } });
      const problem = tell(result, () => messages.saved(input.name));
      return { problem, view: result.kind === 'done' ? (result.payload.view ?? undefined) : undefined };
    },
    async update(
      { id, version, name }: ViewItemFragment,
      changes: Omit<UpdateViewInput, 'id' | 'expectedVersion'>,
    ): Promise<ChangedView> {
      const result = await updating.send({ input: { id, expectedVersion: version, ...changes } });
      const problem = tell(result, () => messages.updated(changes.name ?? name));
      // The menu has no place for it.
      if (problem !== undefined && changes.name === undefined) notify(problem, 'failure');
      return { problem };
    },
    async remove({ id, version, name }: ViewItemFragment): Promise<void> {
      const problem = tell(await deleting.send({ input: { id, expectedVersion: version } }), () =>
        messages.deleted(name),
      );
      if (problem !== undefined) notify(problem, 'failure');
    },
  };
}
