// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by offset, and table elements that are placed so lose their meaning in some browsers
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { useNotice } from '../../ui/notices.tsx';
import type { DraftDocument } from './draft-document.ts';
import type { FieldProblems } from './draft-reading.ts';
import { isBlankLine, type LineText, type LineValues, maxLines } from './draft-values.ts';
import { findLineField, toLineId } from './field-names.ts';
import styles from './line-grid.module.css';
import { LineRow } from './line-row.tsx';
import { isOfCells, pasteColumns, pasteLines } from './paste-lines.ts';
import type { DraftPreview } from './use-preview.ts';

/** The commands of a grid. */
export interface LineGridHandle {
  /** Goes to a field of a line, wherever it is. */
  focusField(key: string, field: string): void;
}

export interface LineGridProps {
  readonly lines: readonly LineValues[];
  readonly document: DraftDocument;
  /** By the keys of lines. */
  readonly problems: Readonly<Record<string, FieldProblems>>;
  /** True once somebody has asked for all problems, those of the line being written too. */
  readonly areAllShown: boolean;
  readonly preview: DraftPreview;
  readonly ref: Ref<LineGridHandle>;
}

const noProblems: FieldProblems = {};
const rowHeight = 56;
const mainFields: readonly string[] = pasteColumns;

/** The lines as a table that the keyboard is enough for. Only the rows in sight are there, so that a thousand are as quick as ten. */
export function LineGrid({ lines, document, problems, areAllShown, preview, ref }: LineGridProps) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const notify = useNotice();
  const body = useRef<HTMLDivElement>(null);
  const pending = useRef<{ readonly key: string; readonly field: string }>(undefined);
  const [activeKey, setActiveKey] = useState<string>();
  const [openKeys, setOpenKeys] = useState<ReadonlySet<string>>(new Set());
  const [top, setTop] = useState(0);
  const newest = useRef(lines);
  newest.current = lines;
  const activeIndex = lines.findIndex(({ key }) => key === activeKey);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => lines[index]?.key ?? index,
    // The row that has the focus stays, or its field would lose it.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const shown = Array.from({ length: last - first + 1 }, (_, place) => first + place);
      return activeIndex >= 0 && (activeIndex < first || activeIndex > last)
        ? [...shown, activeIndex].toSorted((one, other) => one - other)
        : shown;
    },
  });

  useLayoutEffect(() => {
    const place = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(place - top) > 1) setTop(place);
  });

  const focusField = useCallback(
    (key: string, field: string) => {
      pending.current = { key, field };
      const index = newest.current.findIndex((line) => line.key === key);
      const [name = ''] = field.split('.');
      if (!mainFields.includes(name)) setOpenKeys((keys) => new Set(keys).add(key));
      setActiveKey(key);
      if (index >= 0 && window.document.getElementById(toLineId(key, 'description')) === null)
        virtualizer.scrollToIndex(index, { align: 'center' });
    },
    [virtualizer],
  );
  useImperativeHandle(ref, () => ({ focusField }), [focusField]);

  useEffect(() => {
    if (pending.current === undefined) return;
    const { key, field } = pending.current;
    const control = window.document.getElementById(toLineId(key, field));
    if (control === null) return;
    pending.current = undefined;
    control.focus();
    if (control instanceof HTMLInputElement) control.select();
  });

  const toggle = useCallback((key: string) => {
    setOpenKeys((keys) => {
      const next = new Set(keys);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const remove = useCallback(
    (key: string) => {
      const { lines: now } = document.values;
      const index = now.findIndex((line) => line.key === key);
      const neighbour = now[index + 1] ?? now[index - 1];
      document.removeLine(key);
      const next = neighbour?.key ?? document.addLine();
      if (next !== undefined) focusField(next, 'description');
    },
    [document, focusField],
  );

  function addLine(after?: string): void {
    const key = document.addLine(after);
    if (key === undefined) notify(messages.tooManyLines(formatCount(maxLines)), 'failure');
    else focusField(key, 'description');
  }

  const formatCount = (count: number) => formatFigure(count, locale);

  function goByKey(event: KeyboardEvent<HTMLDivElement>): void {
    const { target, key, altKey, shiftKey } = event;
    if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
    const place = findLineField(target.id);
    if (place === undefined || event.ctrlKey || event.metaKey) return;
    const index = lines.findIndex((line) => line.key === place.key);
    const line = lines[index];
    if (line === undefined) return;
    const isText = target instanceof HTMLInputElement;
    const step = key === 'ArrowUp' ? -1 : 1;
    if (altKey && key === 'Delete') remove(place.key);
    else if (altKey && key === 'Enter') toggle(place.key);
    else if (altKey && isText && (key === 'ArrowUp' || key === 'ArrowDown')) {
      document.moveLine(place.key, step);
      focusField(place.key, place.field);
    } else if (!altKey && isText && (key === 'Enter' || key === 'ArrowDown' || key === 'ArrowUp')) {
      const next = lines[index + step];
      if (next !== undefined)
        focusField(next.key, mainFields.includes(place.field) ? place.field : 'description');
      else if (key === 'Enter' && !isBlankLine(line)) addLine();
    } else if (!altKey && !shiftKey && key === 'Tab' && isLastField(target) && index === lines.length - 1) {
      if (isBlankLine(line)) return;
      addLine();
    } else return;
    event.preventDefault();
  }

  function paste(event: ClipboardEvent<HTMLDivElement>): void {
    const text = event.clipboardData.getData('text/plain');
    const place = event.target instanceof HTMLElement ? findLineField(event.target.id) : undefined;
    if (place === undefined || !mainFields.includes(place.field) || !isOfCells(text)) return;
    event.preventDefault();
    const field = place.field as LineText;
    const result = pasteLines(document.values.lines, { key: place.key, field }, text);
    if (result.kind === 'too-wide') notify(messages.pasteTooWide(result.maxColumns), 'failure');
    else if (result.kind === 'too-long') notify(messages.pasteTooLong(formatCount(maxLines)), 'failure');
    else {
      document.change((values) => ({ ...values, lines: result.lines }));
      notify(messages.pasteDone(result.count, formatCount(result.count)));
    }
  }

  const figures = useMemo(() => {
    const pairs = preview.lineKeys.map((key, index) => [key, preview.figures?.lines[index]] as const);
    return new Map(pairs);
  }, [preview.figures, preview.lineKeys]);
  const { fields } = messages;
  const headers = [
    '#',
    fields.description,
    fields.quantity,
    fields.unit,
    fields.unitPrice,
    fields.taxRate,
    messages.net,
  ];
  return (
    <section aria-labelledby="lines-title">
      <h2 id="lines-title">
        {messages.lines}{' '}
        <span className={styles['muted']}>{messages.lineCount(lines.length, formatCount(lines.length))}</span>
      </h2>
      <p className={styles['muted']}>{messages.descriptionHint}</p>
      <div
        role="table"
        aria-labelledby="lines-title"
        aria-rowcount={lines.length + 1}
        className={styles['grid']}
        onKeyDown={goByKey}
        onPaste={paste}
        onFocus={({ target }) => setActiveKey(findLineField(target.id)?.key)}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) setActiveKey(undefined);
        }}
      >
        <div role="rowgroup">
          {/* biome-ignore lint/a11y/useFocusableInteractive: a row of headers has no action, so it takes no focus */}
          <div role="row" aria-rowindex={1} className={styles['headers']}>
            {headers.map((header) => (
              // biome-ignore lint/a11y/useFocusableInteractive: a header has no action, so it takes no focus
              <div key={header} role="columnheader">
                {header}
              </div>
            ))}
            {/* biome-ignore lint/a11y/useFocusableInteractive: a header, which nobody has to go to */}
            <div role="columnheader">
              <span className={styles['spoken']}>{messages.actions}</span>
            </div>
          </div>
        </div>
        <div
          ref={body}
          role="rowgroup"
          className={styles['body']}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const figure = figures.get(line.key);
            const isHidden = line.key === activeKey && !areAllShown;
            return (
              <LineRow
                key={line.key}
                line={line}
                index={index}
                top={start - virtualizer.options.scrollMargin}
                document={document}
                problems={isHidden ? noProblems : (problems[line.key] ?? noProblems)}
                net={figure?.netAmount}
                priceOfProduct={figure?.unitPrice.amount}
                isNetOld={preview.isOld || preview.hasFailed}
                isOpen={openKeys.has(line.key)}
                onToggle={toggle}
                onRemove={remove}
                measure={virtualizer.measureElement}
              />
            );
          })}
        </div>
      </div>
      <div className={styles['tools']}>
        <Button onClick={() => addLine()}>{messages.addLine}</Button>
        <Button
          disabledReason={document.canUndo ? undefined : messages.states.pristine}
          onClick={() => document.undo()}
        >
          {messages.undo}
        </Button>
        <Button
          disabledReason={document.canRedo ? undefined : messages.states.pristine}
          onClick={() => document.redo()}
        >
          {messages.redo}
        </Button>
        <details className={styles['keys']}>
          <summary>{messages.keyboard}</summary>
          <dl>
            {messages.keyList.map(({ keys, text }) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </section>
  );
}

/** True for the last field of its row, after which Tab leads out of it. */
function isLastField(control: HTMLElement): boolean {
  const fields = control
    .closest('[data-line]')
    ?.querySelectorAll<HTMLElement>('input:not(:disabled), select, textarea, button:not([tabindex="-1"])');
  return fields?.item(fields.length - 1) === control;
}
