import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { usePerson } from '../../api/api-context.ts';
import { createRandomKey } from '../../api/create-random-key.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { DraftKeeper, type FoundDraft, type SetAsideText } from './draft-keeper.ts';
import { createDraftValues } from './draft-values.ts';
import { KeptDialog } from './kept-dialog.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';
import { translateNumbers } from './stored-draft.ts';
import type { DraftBeginning } from './use-draft.ts';

const route = getRouteApi('/invoices/new');

/** Writes a new invoice, or goes on with one that the browser has kept. */
export function NewInvoicePage() {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const { username } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The address names the draft once it is saved, so that loading again finds it; the editor stays where it is.
  const [{ draft: openedAs, kept: keptName }] = useState(search);
  const [keeper] = useState(() => new DraftKeeper(localStorage, username));
  const [beginning, setBeginning] = useState(() => {
    const asked = keptName === undefined ? undefined : keeper.find(keptName);
    if (asked === undefined) return createBeginning();
    keeper.forget(asked.name);
    return takeKept(asked, locale);
  });
  const [found, setFound] = useState<FoundDraft>();
  const [setAside, setSetAside] = useState<readonly SetAsideText[]>([]);

  useEffect(() => {
    if (openedAs !== undefined) return;
    void keeper.findNew(Date.now()).then(([newest]) => {
      if (keptName === undefined) setFound(newest);
      setSetAside(keeper.findSetAside());
    });
  }, [keeper, openedAs, keptName]);
  const nameInAddress = useCallback(
    (draft: string) => void navigate({ search: { draft }, replace: true, ignoreBlocker: true }),
    [navigate],
  );

  if (openedAs !== undefined) return <Navigate to="/invoices/$id/edit" params={{ id: openedAs }} replace />;
  return (
    <PageLayout title={messages.newTitle}>
      <SetAsideDialog texts={setAside} keeper={keeper} onClose={() => setSetAside([])} />
      {found && setAside.length === 0 && (
        <KeptDialog
          kept={found.kept}
          onTake={() => {
            keeper.forget(found.name);
            setBeginning(takeKept(found, locale));
            setFound(undefined);
          }}
          onDiscard={() => {
            keeper.forget(found.name);
            setFound(undefined);
          }}
        />
      )}
      <DraftEditor key={beginning.key} beginning={beginning} onCreated={nameInAddress} />
    </PageLayout>
  );
}

function createBeginning(): DraftBeginning {
  const values = createDraftValues();
  const progress = { id: undefined, version: 0, base: values, creating: undefined, unconfirmed: undefined };
  return { values, progress, key: createRandomKey(), isUnsaved: false };
}

function takeKept({ kept }: FoundDraft, locale: string): DraftBeginning {
  const values = translateNumbers(kept.values, kept.locale, locale);
  return { values, progress: kept.progress, key: createRandomKey(), isUnsaved: true };
}
