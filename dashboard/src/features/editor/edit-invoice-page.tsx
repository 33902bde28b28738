import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { usePerson } from '../../api/api-context.ts';
import { explainError, type Problem } from '../../api/problem.ts';
import { EditorDraftDocument, type EditorDraftFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { ProblemView, Skeleton } from '../../ui/state-view.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { DraftKeeper, type FoundDraft } from './draft-keeper.ts';
import { KeptDialog } from './kept-dialog.tsx';
import { SetAsideDialog } from './set-aside-dialog.tsx';
import { toStoredDraft, translateNumbers } from './stored-draft.ts';
import type { DraftBeginning } from './use-draft.ts';

const route = getRouteApi('/invoices/$id/edit');

/** Goes on with a draft. */
export function EditInvoicePage() {
  const { editor: messages } = useMessages();
  const { id } = route.useParams();
  const [attempt, setAttempt] = useState(0);
  return (
    <PageLayout title={messages.editTitle}>
      <LoadedEditor key={`${id} ${attempt}`} id={id} retry={() => setAttempt(attempt + 1)} />
    </PageLayout>
  );
}

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'found'; readonly draft: EditorDraftFragment | null };

/** Loads the draft once: from then on the editor knows what the server has, as it has sent it. */
function LoadedEditor({ id, retry }: { readonly id: string; readonly retry: () => void }) {
  const { editor: messages, states } = useMessages();
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  useEffect(() => {
    let isLate = false;
    void client
      .query(EditorDraftDocument, { id }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (isLate) return;
        if (error) setLoaded({ kind: 'failed', problem: explainError(error) });
        else setLoaded({ kind: 'found', draft: data?.invoice ?? null });
      });
    return () => {
      isLate = true;
    };
  }, [client, id]);

  if (loaded.kind === 'loading') return <Skeleton rows={8} />;
  if (loaded.kind === 'failed') return <ProblemView problem={loaded.problem} retry={retry} />;
  const { draft } = loaded;
  if (draft?.status === 'DRAFT') return <OpenedDraft draft={draft} />;
  return (
    <>
      <h2>{draft === null ? states.notFoundTitle : messages.notDraftTitle}</h2>
      <p>{draft === null ? states.notFoundText : messages.notDraftText}</p>
      {draft !== null && (
        <Link to="/invoices/$id" params={{ id }} className={toButtonClass()}>
          {messages.openInvoice}
        </Link>
      )}
    </>
  );
}

/** Offers what the browser has kept of the draft, if it has. */
function OpenedDraft({ draft }: { readonly draft: EditorDraftFragment }) {
  const locale = useLocale();
  const { username } = usePerson();
  const [keeper] = useState(() => new DraftKeeper(localStorage, username));
  const [found, setFound] = useState(() => keeper.find(keeper.toName({ id: draft.id })));
  const [setAside, setSetAside] = useState(() => keeper.findSetAside());
  const [beginning, setBeginning] = useState<DraftBeginning>();
  const open = (kept?: FoundDraft) => {
    setBeginning(createBeginning(draft, locale, kept));
    setFound(undefined);
  };
  if (found !== undefined && beginning === undefined) {
    return (
      <KeptDialog
        kept={found.kept}
        onTake={() => open(found)}
        onDiscard={() => {
          keeper.forget(found.name);
          open();
        }}
      />
    );
  }
  return (
    <>
      <SetAsideDialog texts={setAside} keeper={keeper} onClose={() => setSetAside([])} />
      <EditorOf beginning={beginning} draft={draft} />
    </>
  );
}

interface EditorOfProps {
  readonly beginning: DraftBeginning | undefined;
  readonly draft: EditorDraftFragment;
}

function EditorOf({ beginning, draft }: EditorOfProps) {
  const locale = useLocale();
  const [opened] = useState(() => beginning ?? createBeginning(draft, locale));
  return <DraftEditor beginning={opened} />;
}

function createBeginning(draft: EditorDraftFragment, locale: string, found?: FoundDraft): DraftBeginning {
  const { id, version, values } = toStoredDraft(draft, locale);
  const ofServer = { id, version, base: values, creating: undefined, unconfirmed: undefined };
  if (found === undefined) return { values, progress: ofServer, key: id, isUnsaved: false };
  const { kept } = found;
  const translate = (one: typeof values) => translateNumbers(one, kept.locale, locale);
  const progress = { ...kept.progress, base: translate(kept.progress.base) };
  return { values: translate(kept.values), progress, key: id, isUnsaved: true };
}
