import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary, type FormError } from '../../ui/error-summary.tsx';
import { ProblemView } from '../../ui/state-view.tsx';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.tsx';
import { ClosedDraft } from './closed-draft.tsx';
import { DraftConflict } from './draft-conflict.tsx';
import styles from './draft-editor.module.css';
import { DraftHead } from './draft-head.tsx';
import { joinProblems, listProblems } from './draft-problems.ts';
import type { FieldProblems } from './draft-reading.ts';
import { findLineField } from './field-names.ts';
import { IssueButton } from './issue-button.tsx';
import { LineGrid, type LineGridHandle } from './line-grid.tsx';
import { SaveStatus } from './save-status.tsx';
import { toServerProblems } from './server-problems.ts';
import { TotalsPanel } from './totals-panel.tsx';
import { type DraftBeginning, useDraft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';

export interface DraftEditorProps {
  readonly beginning: DraftBeginning;
  /** Told the id once a new draft has one. */
  readonly onCreated?: (id: string) => void;
}

/** Writes a draft: head, lines, totals, and its saving. */
export function DraftEditor({ beginning, onCreated }: DraftEditorProps) {
  const { editor: messages } = useMessages();
  const draft = useDraft(beginning);
  const { document, saver, values, reading, state } = draft;
  const { id } = saver.progress;
  const preview = usePreview(values, reading, id);
  const [areAllShown, setAllShown] = useState(false);
  const [summary, setSummary] = useState<readonly FormError[]>([]);
  const [isComparing, setComparing] = useState(false);
  const grid = useRef<LineGridHandle>(null);
  const guard = useUnsavedGuard(() => saver.isUnsaved);

  const problems = useMemo(() => {
    const found = [preview.found, state.kind === 'refused' ? state : undefined];
    return joinProblems(
      reading,
      found.map((one) => one && toServerProblems(one.userErrors, one.sent, values)),
    );
  }, [reading, values, preview.found, state]);
  const head = useMemo(() => toShownHead(problems.head, areAllShown), [problems.head, areAllShown]);
  const { lines, ...rest } = values;
  const headValues = useStableHead(rest);

  useEffect(() => {
    if (id !== undefined) onCreated?.(id);
  }, [id, onCreated]);
  useEffect(() => {
    if (state.kind === 'conflict') setComparing(true);
  }, [state.kind]);
  // Whoever corrects what a summary names sees it grow shorter.
  useEffect(() => {
    if (!areAllShown) return;
    const left = listProblems(problems, values, messages);
    if (left.length === 0) setAllShown(false);
    setSummary((old) => (left.length < old.length ? left : old));
  }, [problems, values, messages, areAllShown]);

  /** Saves all, or says all that is in the way. */
  async function save(): Promise<boolean> {
    const isSaved = await saver.flush();
    if (isSaved) {
      setSummary([]);
      return true;
    }
    if (saver.state.kind === 'conflict') setComparing(true);
    const refused = saver.state.kind === 'refused' ? saver.state : undefined;
    const found = refused && toServerProblems(refused.userErrors, refused.sent, document.values);
    setAllShown(true);
    setSummary(
      listProblems(joinProblems(draft.reader.read(document.values), [found]), document.values, messages),
    );
    return false;
  }

  useShortcuts({ save, undo: () => document.undo(), redo: () => document.redo() });

  /** A field of a line out of sight is not there, so that the summary's link alone does not lead to it. */
  function goToLine(event: MouseEvent | KeyboardEvent): void {
    const link = event.target instanceof HTMLElement ? event.target.closest('a[href^="#"]') : null;
    const place = link && findLineField(link.getAttribute('href')?.slice(1) ?? '');
    if (!place) return;
    event.preventDefault();
    event.stopPropagation();
    grid.current?.focusField(place.key, place.field);
  }

  return (
    <div className={styles['editor']}>
      {guard}
      <div className={styles['bar']}>
        <SaveStatus state={state} isKept={draft.isKept} />
        <div className={styles['buttons']}>
          {state.kind === 'conflict' && (
            <Button kind="primary" onClick={() => setComparing(true)}>
              {messages.showConflict}
            </Button>
          )}
          <Button onClick={() => void save()}>{messages.saveNow}</Button>
          <IssueButton
            save={async () => ((await save()) ? saver.progress.id : undefined)}
            onIssued={draft.forget}
          />
        </div>
      </div>
      {state.kind === 'closed' && id !== undefined && <ClosedDraft id={id} draft={draft} />}
      {state.kind === 'waiting' && state.problem.kind === 'failed' && <ProblemView problem={state.problem} />}
      <div onClickCapture={goToLine}>
        <ErrorSummary errors={summary} />
      </div>
      {isComparing && state.kind === 'conflict' && (
        <DraftConflict
          saver={saver}
          values={values}
          theirs={state.theirs}
          onClose={() => setComparing(false)}
        />
      )}
      <DraftHead values={headValues} document={document} problems={head} isSaved={id !== undefined} />
      <LineGrid
        ref={grid}
        lines={lines}
        document={document}
        problems={problems.lines}
        areAllShown={areAllShown}
        preview={preview}
      />
      <TotalsPanel preview={preview} leftOut={Object.keys(reading.lineProblems).length} />
    </div>
  );
}

/** A missing value is named once somebody asks, a wrong one at once. */
function toShownHead(head: FieldProblems, areAllShown: boolean): FieldProblems {
  if (areAllShown) return head;
  const { customerId: _, ...others } = head;
  return others;
}

/** The same object as long as nothing in it changes, so that typing in a line does not draw the head again. */
function useStableHead<Head extends object>(head: Head): Head {
  const stable = useRef(head);
  const names = Object.keys(head) as (keyof Head)[];
  if (names.some((name) => stable.current[name] !== head[name])) stable.current = head;
  return stable.current;
}

interface ShortcutActions {
  readonly save: () => Promise<boolean>;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Ctrl-S saves, Ctrl-Z takes back, wherever the focus is. */
function useShortcuts(actions: ShortcutActions): void {
  const newest = useRef(actions);
  newest.current = actions;
  useEffect(() => {
    const controller = new AbortController();
    window.addEventListener(
      'keydown',
      (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        const isInDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
        if (isInDialog) return;
        const key = event.key.toLowerCase();
        if (key === 's') void newest.current.save();
        else if (key === 'y' || (key === 'z' && event.shiftKey)) newest.current.redo();
        else if (key === 'z') newest.current.undo();
        else return;
        event.preventDefault();
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, []);
}
