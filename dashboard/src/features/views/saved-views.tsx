import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { type ViewItemFragment, type ViewList, ViewsOfListDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { DeleteViewDialog } from './delete-view-dialog.tsx';
import { useViewChanges } from './use-view-changes.ts';
import { type ListPath, toViewState } from './view-state.ts';

/** The dialogs of saved views. */
type OpenDialog = 'save' | 'rename' | 'delete';

export interface SavedViewsProps {
  readonly list: ViewList;
  /** The path of the list's page. */
  readonly path: ListPath;
}

/**
 * The saved views of a list: goes to one, and saves what the address shows now. A list that is opened without anything in its
 * address shows its default view; whoever clears the filters there sees the list as it is.
 */
export function SavedViews({ list, path }: SavedViewsProps) {
  const { views: messages } = useMessages();
  const router = useRouter();
  const { data } = useData(ViewsOfListDocument, {
    variables: { list },
    types: ['SavedView', 'DeleteViewPayload'],
  });
  const views = data?.savedViews ?? undefined;
  const state = useRouterState({ select: ({ location }) => toViewState(location.search) });
  const [chosenId, setChosenId] = useState<string>();
  const [dialog, setDialog] = useState<OpenDialog>();
  const changes = useViewChanges();
  const chosen = views?.find((view) => view.id === chosenId) ?? views?.find((view) => view.state === state);
  const isChanged = chosen !== undefined && chosen.state !== state;

  function show(view: ViewItemFragment, replace: boolean): void {
    setChosenId(view.id);
    const search = router.options.parseSearch?.(view.state) ?? {};
    void router.navigate({ to: path, search: search as never, replace });
  }
  useDefaultView(views, state, (view) => show(view, true));

  const items: readonly MenuItem[] = [
    ...(views ?? []).map((view) => ({
      key: view.id,
      label: view.isDefault ? messages.defaultName(view.name) : view.name,
      onChoose: () => show(view, false),
    })),
    ...(isChanged
      ? [
          {
            key: 'update',
            label: messages.update(chosen.name),
            onChoose: () => void changes.update(chosen, { state }),
          },
        ]
      : []),
    { key: 'save', label: messages.saveAs, onChoose: () => setDialog('save') },
    ...(chosen === undefined ? [] : toItemsOf(chosen)),
  ];

  function toItemsOf(view: ViewItemFragment): MenuItem[] {
    return [
      {
        key: 'default',
        label: view.isDefault ? messages.endDefault(view.name) : messages.makeDefault(view.name),
        onChoose: () => void changes.update(view, { isDefault: !view.isDefault }),
      },
      { key: 'rename', label: messages.rename(view.name), onChoose: () => setDialog('rename') },
      { key: 'delete', label: messages.delete(view.name), onChoose: () => setDialog('delete') },
    ];
  }

  const close = () => setDialog(undefined);
  return (
    <>
      <Menu
        label={
          chosen === undefined
            ? messages.title
            : messages.chosen(chosen.name, isChanged ? messages.changed : '')
        }
        items={items}
      />
      {dialog === 'save' && (
        <NameDialog
          label={messages.name}
          title={messages.saveTitle}
          name=""
          onClose={close}
          onName={async (name) => {
            const { view, problem } = await changes.save({ list, name, state });
            if (view) setChosenId(view.id);
            return problem;
          }}
        />
      )}
      {dialog === 'rename' && chosen && (
        <NameDialog
          label={messages.name}
          title={messages.renameTitle}
          name={chosen.name}
          onClose={close}
          onName={async (name) => (await changes.update(chosen, { name })).problem}
        />
      )}
      {dialog === 'delete' && chosen && (
        <DeleteViewDialog view={chosen} onClose={close} onDelete={() => changes.remove(chosen)} />
      )}
    </>
  );
}

/** Shows the default view once, if the list was opened without anything in its address. */
function useDefaultView(
  views: readonly ViewItemFragment[] | undefined,
  state: string,
  show: (view: ViewItemFragment) => void,
): void {
  const isOpenedBare = useRef(state === '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the views are known
  useEffect(() => {
    if (views === undefined || !isOpenedBare.current) return;
    isOpenedBare.current = false;
    const byDefault = views.find(({ isDefault }) => isDefault);
    if (byDefault !== undefined && byDefault.state !== '' && state === '') show(byDefault);
  }, [views]);
}
