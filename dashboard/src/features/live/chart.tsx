import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './chart.module.css';
import { toRangeX, toRangeY } from './chart-ranges.ts';

/** A point of a chart, with what is said of it. */
export interface ChartPoint {
  readonly x: number;
  /** Null where nothing is known. It places a point on the screen; exact amounts are in the texts. */
  readonly y: number | null;
  /** Writes what is read out when the cursor comes here, such as `16:29:43: 5.2 invoices per second`. */
  readonly toText: () => string;
}

export interface ChartProps {
  /** The name of the chart. */
  readonly label: string;
  readonly kind: 'line' | 'bars';
  readonly points: readonly ChartPoint[];
  /** Writes values of the axes. */
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
  /** Called with the place of a point that is clicked, or chosen by Enter. */
  readonly onOpen?: ((index: number) => void) | undefined;
  /** The width of the window of a line, which ends at the newest point. */
  readonly spanX?: number | undefined;
  /** The end of that window while there is no point yet. */
  readonly firstX?: number | undefined;
  /** The steps of the marks below it. */
  readonly stepsX?: readonly number[] | undefined;
  /** The same figures as a table. */
  readonly children: ReactNode;
}

const heightPx = 220;
const axisFont = '12px system-ui, sans-serif';

/**
 * A chart that can be read without seeing it: a cursor goes from point to point by arrow keys and is read out as a slider is, the
 * value under it is written below, and the same figures are a table.
 */
export function Chart({
  label,
  kind,
  points,
  formatX,
  formatY,
  spanX,
  firstX,
  stepsX,
  onOpen,
  children,
}: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [cursor, setCursor] = useState<number>();
  const at = cursor === undefined ? points.length - 1 : Math.min(cursor, points.length - 1);
  const point = points[at];
  const text = point?.toText() ?? '';
  const write = useEffectEvent((axis: 'x' | 'y', value: number) =>
    axis === 'x' ? formatX(value) : formatY(value),
  );
  const open = useEffectEvent(() => {
    const index = plot.current?.cursor.idx;
    if (typeof index === 'number') onOpen?.(index);
  });

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const made = new uPlot(
      toOptions({ kind, spanX, firstX, stepsX }, element, write, setCursor),
      [[], []],
      element,
    );
    plot.current = made;
    made.over.addEventListener('click', open);
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [kind, spanX, firstX, stepsX]);

  useEffect(() => {
    plot.current?.setData([points.map(({ x }) => x), points.map(({ y }) => y)]);
  }, [points]);

  function goByKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + 10,
      PageDown: at - 10,
      Home: 0,
      End: points.length - 1,
    };
    const step = steps[event.key];
    if (event.key === 'Enter' && point !== undefined) onOpen?.(at);
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(points.length - 1, step));
    setCursor(next);
    const made = plot.current;
    const { x, y } = points[next] ?? {};
    if (made && x !== undefined)
      made.setCursor({ left: made.valToPos(x, 'x'), top: made.valToPos(y ?? 0, 'y') }, false);
  }

  return (
    <figure className={styles['figure']}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={text}
        className={`${styles['plot']} ${onOpen ? styles['opens'] : ''}`}
        onKeyDown={goByKey}
        onBlur={() => setCursor(undefined)}
      >
        <div ref={holder} className={styles['canvas']} />
      </div>
      <figcaption className={styles['reading']} aria-hidden="true">
        {text}
      </figcaption>
      {children}
    </figure>
  );
}

function toOptions(
  { kind, spanX, firstX, stepsX }: Pick<ChartProps, 'kind' | 'spanX' | 'firstX' | 'stepsX'>,
  element: HTMLElement,
  write: (axis: 'x' | 'y', value: number) => string,
  onCursor: (index: number | undefined) => void,
): uPlot.Options {
  // Read at each drawing, as the theme may change, or colours be forced.
  const line = () => getComputedStyle(element).color;
  const text = () => getComputedStyle(element).borderTopColor;
  const grid = () => getComputedStyle(element).outlineColor;
  const axis = (name: 'x' | 'y'): uPlot.Axis => ({
    stroke: text,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
    font: axisFont,
    values: (_plot, splits) => splits.map((split) => (split === null ? '' : write(name, split))),
  });
  const isBars = kind === 'bars';
  return {
    width: element.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    scales: {
      x: { time: false, range: (_plot, min, max) => toRangeX(min, max, { isBars, spanX, firstX }) },
      y: { range: (_plot, min, max) => toRangeY(min, max) },
    },
    axes: [
      { ...axis('x'), space: 90, ...(stepsX && { incrs: [...stepsX] }) },
      { ...axis('y'), size: 90 },
    ],
    series: [
      {},
      {
        stroke: line,
        width: 2,
        spanGaps: false,
        points: { show: false },
        ...(isBars && {
          fill: line,
          width: 0,
          paths: uPlot.paths.bars?.({ size: [0.7, 60] }) as uPlot.Series.PathBuilder,
        }),
      },
    ],
    hooks: {
      setCursor: [({ cursor: { idx } }) => onCursor(typeof idx === 'number' ? idx : undefined)],
    },
  };
}
