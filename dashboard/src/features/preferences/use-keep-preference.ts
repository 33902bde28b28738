import { useChange } from '../../api/use-change.ts';
import { PreferencesUpdateDocument, type UpdatePreferencesInput } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { useNotice } from '../../ui/notices.tsx';

/** Keeps a choice for the person's other browsers; says so if it cannot be kept. */
export function useKeepPreference(): (choice: UpdatePreferencesInput) => Promise<void> {
  const { preferences: messages } = useMessages();
  const notify = useNotice();
  const { send } = useChange(PreferencesUpdateDocument);
  return async (choice) => {
    const result = await send({ input: choice });
    if (result.kind !== 'done') notify(messages.notKept, 'failure');
  };
}
