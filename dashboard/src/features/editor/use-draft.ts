import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { usePerson, useSession } from '../../api/api-context.ts';
import { useChange } from '../../api/use-change.ts';
import {
  EditorCreateDraftDocument,
  EditorDraftDocument,
  EditorUpdateDraftDocument,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { useDays } from '../../ui/use-days.ts';
import { useDecimals } from '../../ui/use-decimals.ts';
import { isSameDraft } from './compare-values.ts';
import { DraftDocument } from './draft-document.ts';
import { DraftKeeper, holdName } from './draft-keeper.ts';
import { DraftReader, type DraftReading } from './draft-reading.ts';
import { DraftSaver, type SaveProgress, type SaveState } from './draft-saver.ts';
import type { DraftValues } from './draft-values.ts';
import { toStoredDraft, translateNumbers } from './stored-draft.ts';

/** The beginning of an editor. */
export interface DraftBeginning {
  readonly values: DraftValues;
  readonly progress: SaveProgress;
  /** Tells a draft without an id from others in the browser's storage. */
  readonly key: string;
  /** True if the values are text that the browser has kept. */
  readonly isUnsaved: boolean;
}

/** A draft that somebody writes, with its saving. */
export interface EditedDraft {
  readonly document: DraftDocument;
  readonly saver: DraftSaver;
  readonly reader: DraftReader;
  readonly values: DraftValues;
  readonly reading: DraftReading;
  readonly state: SaveState;
  /** False if the browser could not keep what is typed. */
  readonly isKept: boolean;
  readonly forget: () => void;
}

const keepAfterMs = 250;

/** Opens a draft for editing: what is typed is kept in the browser at once, and saved at the server whenever that can be. */
export function useDraft(beginning: DraftBeginning): EditedDraft {
  const { ui } = useMessages();
  const locale = useLocale();
  const [decimals, days] = [useDecimals(), useDays()];
  const { username } = usePerson();
  const { hasEnded } = useSession();
  const client = useClient();
  const { send: create } = useChange(EditorCreateDraftDocument);
  const { send: update } = useChange(EditorUpdateDraftDocument);
  const reader = useMemo(
    () => new DraftReader({ decimals, days, required: ui.required }),
    [decimals, days, ui],
  );
  const newest = useRef({ reader, locale });
  const [{ document, saver, keeper }] = useState(() => {
    const opened = new DraftDocument(beginning.values);
    return {
      document: opened,
      keeper: new DraftKeeper(localStorage, username),
      saver: new DraftSaver({
        document: opened,
        read: (values) => newest.current.reader.read(values),
        isSame: (one, other) => isSameDraft(one, other, newest.current.locale),
        progress: beginning.progress,
        isUnsaved: beginning.isUnsaved,
        server: {
          create: (input) => create({ input }),
          update: (input) => update({ input }),
          async load(id) {
            const { data } = await client
              .query(EditorDraftDocument, { id }, { requestPolicy: 'network-only' })
              .toPromise();
            if (data === undefined) return undefined;
            const { invoice } = data;
            return invoice?.status === 'DRAFT' ? toStoredDraft(invoice, newest.current.locale) : 'closed';
          },
        },
      }),
    };
  });

  // In another language `1,234` is another number: what was read in one is written anew in the other.
  if (newest.current.locale !== locale) {
    const from = newest.current.locale;
    newest.current = { reader, locale };
    const translate = (values: DraftValues) => translateNumbers(values, from, locale);
    saver.translate(translate);
    document.translate(translate);
  }
  newest.current = { reader, locale };

  const values = useSyncExternalStore(document.subscribe, () => document.values);
  const state = useSyncExternalStore(saver.subscribe, () => saver.state);
  const reading = useMemo(() => reader.read(values), [reader, values]);
  const kept = useKeeping({
    document,
    saver,
    keeper,
    key: beginning.key,
    toLocale: () => newest.current.locale,
  });

  useEffect(() => saver.start(), [saver]);
  // A new session goes on at once with what the end of the last one left.
  useEffect(() => {
    if (!hasEnded && saver.state.kind === 'waiting') void saver.flush();
  }, [hasEnded, saver]);
  return { document, saver, reader, values, reading, state, ...kept };
}

interface Keeping {
  readonly document: DraftDocument;
  readonly saver: DraftSaver;
  readonly keeper: DraftKeeper;
  readonly key: string;
  readonly toLocale: () => string;
}

/** Keeps in the browser what is not saved, and forgets it once it is. */
function useKeeping({ document, saver, keeper, key, toLocale }: Keeping) {
  const [isKept, setKept] = useState(true);
  const isForgotten = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: all of it is made once
  useEffect(() => {
    const newName = keeper.toName({ key });
    const release = holdName(newName);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      const { progress, isUnsaved } = saver;
      const name = progress.id === undefined ? newName : keeper.toName({ id: progress.id });
      if (name !== newName) keeper.forget(newName);
      if (!isUnsaved || isForgotten.current) {
        keeper.forget(name);
        return;
      }
      const entry = {
        form: 1,
        values: document.values,
        progress,
        locale: toLocale(),
        keptAtMs: Date.now(),
      } as const;
      setKept(keeper.write(name, entry));
    };
    const keepSoon = () => {
      timer ??= setTimeout(keep, keepAfterMs);
    };
    const leave = [document.subscribe(keepSoon), saver.subscribe(keepSoon)];
    // The last moment at which a page can do anything.
    window.addEventListener('pagehide', keep);
    return () => {
      if (timer !== undefined) keep();
      window.removeEventListener('pagehide', keep);
      for (const stop of leave) stop();
      release();
    };
  }, []);
  return {
    isKept,
    forget: () => {
      isForgotten.current = true;
    },
  };
}
