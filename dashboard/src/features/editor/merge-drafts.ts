import { alignLines } from './align-lines.ts';
import {
  type HeadField,
  headFields,
  isSameLineField,
  type LineField,
  lineFields,
  normalizeHeadField,
  normalizeLineField,
} from './compare-values.ts';
import { type DraftValues, isBlankLine, type LineValues } from './draft-values.ts';

/** The whole of the three versions of a draft that come together. */
export interface DraftVersions {
  readonly base: DraftValues;
  readonly yours: DraftValues;
  readonly theirs: DraftValues;
}

/** Which of the two counts. */
export type Side = 'yours' | 'theirs';

/** A difference between yours and theirs: in a field of the head, in a field of a line, or a line that one side does not have. */
export interface DraftDifference extends Readonly<Record<Side | 'base', string>> {
  readonly name: string;
  readonly field: HeadField | LineField | 'line';
  /** The place of the line in yours, or in theirs if it is not in yours, from 1; undefined for the head. */
  readonly lineNumber: number | undefined;
}

/** A line in up to three versions. */
interface LineVersions extends Readonly<Record<Side | 'base', LineValues | undefined>> {
  readonly name: string;
}

const sides = ['base', 'yours', 'theirs'] as const;

/** Lists all in which yours and theirs differ, with what was there before. */
export function compareDrafts(versions: DraftVersions, locale: string): readonly DraftDifference[] {
  const head = headFields.flatMap((field) => {
    const [base = '', yours = '', theirs = ''] = sides.map((side) =>
      normalizeHeadField(versions[side], field, locale),
    );
    if (yours === theirs) return [];
    // What is shown is what stands in the fields; what was compared decides who changed it.
    const show = (side: (typeof sides)[number]) => showHeadField(versions[side], field, locale);
    const shownBase = base === yours ? show('yours') : show('base');
    return {
      name: field,
      field,
      lineNumber: undefined,
      yours: show('yours'),
      theirs: show('theirs'),
      base: shownBase,
    };
  });
  return [...head, ...matchLines(versions, locale).flatMap((line) => compareLine(line, versions, locale))];
}

/** Builds the draft in which the chosen sides count; what is the same on both sides is yours. */
export function mergeDrafts(
  versions: DraftVersions,
  choices: Readonly<Record<string, Side>>,
  locale: string,
): DraftValues {
  const { yours, theirs } = versions;
  const of = (name: string) => choices[name] ?? 'yours';
  const head = Object.fromEntries(headFields.map((field) => [field, versions[of(field)][field]]));
  const lines = matchLines(versions, locale).flatMap((line): LineValues[] => {
    if (line.yours === undefined || line.theirs === undefined) {
      const one = line[of(line.name)];
      return one === undefined ? [] : [one];
    }
    const taken = lineFields.filter((field) => of(`${line.name}.${field}`) === 'theirs');
    return [taken.reduce((merged, field) => takeField(merged, line.theirs, field), line.yours)];
  });
  const customer = of('customerName') === 'yours' ? yours : theirs;
  return { ...yours, ...head, customerId: customer.customerId, customerName: customer.customerName, lines };
}

function takeField(line: LineValues, from: LineValues | undefined, field: LineField): LineValues {
  if (from === undefined) return line;
  if (field === 'sku') return { ...line, sku: from.sku, productId: from.productId };
  return { ...line, [field]: from[field] };
}

function compareLine(
  line: LineVersions,
  versions: DraftVersions,
  locale: string,
): readonly DraftDifference[] {
  const { base, yours, theirs, name } = line;
  const lineNumber = (yours ? versions.yours : versions.theirs).lines.indexOf(yours ?? theirs ?? never()) + 1;
  if (yours === undefined || theirs === undefined) {
    const show = (one: LineValues | undefined) => (one ? summarize(one) : '');
    return [
      {
        name,
        field: 'line',
        lineNumber,
        yours: show(yours),
        theirs: show(theirs),
        base: show(base),
      },
    ];
  }
  return lineFields
    .filter((field) => !isSameLineField(yours, theirs, field, locale))
    .map((field) => {
      const isBase = base !== undefined && isSameLineField(base, yours, field, locale);
      return {
        name: `${name}.${field}`,
        field,
        lineNumber,
        yours: showLineField(yours, field, locale),
        theirs: showLineField(theirs, field, locale),
        base: isBase ? showLineField(yours, field, locale) : base ? showLineField(base, field, locale) : '',
      };
    });
}

function never(): never {
  throw new Error('A difference has a line on one side at least.');
}

/** Which line is which in the three versions: in your order, with theirs after those that they follow. */
function matchLines({ base, yours, theirs }: DraftVersions, locale: string): readonly LineVersions[] {
  const mine = new Map(yours.lines.map((line) => [line.key, line]));
  const toText = (line: LineValues) =>
    lineFields.map((field) => normalizeLineField(line, field, locale)).join('\u0000');
  const written = (values: DraftValues) => values.lines.filter((line) => !isBlankLine(line));
  const theirPairs = alignLines(written(base), written(theirs), toText);
  const theirOf = new Map(theirPairs.flatMap(({ before, after }) => (before ? [[before.key, after]] : [])));
  const baseOf = new Map(base.lines.map((line) => [line.key, line]));
  const rows: LineVersions[] = written(yours).map((line) => ({
    name: line.key,
    base: baseOf.get(line.key),
    yours: line,
    theirs: theirOf.get(line.key),
  }));
  let previous = -1;
  for (const { before, after } of theirPairs) {
    const place = before && mine.has(before.key) ? rows.findIndex(({ name }) => name === before.key) : -1;
    if (place >= 0) previous = place;
    else if (after !== undefined) {
      previous += 1;
      rows.splice(previous, 0, { name: after.key, base: before, yours: undefined, theirs: after });
    }
  }
  return rows;
}

function summarize(line: LineValues): string {
  return [line.sku, line.description, `${line.quantity} × ${line.unitPrice}`].filter(Boolean).join(', ');
}

function showHeadField(values: DraftValues, field: HeadField, locale: string): string {
  const value = values[field];
  return typeof value === 'string' ? value : normalizeHeadField(values, field, locale);
}

function showLineField(line: LineValues, field: LineField, locale: string): string {
  const value = line[field];
  return typeof value === 'string' ? value : normalizeLineField(line, field, locale);
}
