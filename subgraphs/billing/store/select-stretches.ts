import { and, type SQL, sql } from '#platform/database/drizzle.ts';
import { invoices } from '../tables.ts';
import { isInStretch, type Stretch } from './list-stretch.ts';

interface StretchSelection {
  readonly columns: SQL;
  /** Conditions that invoices must meet besides lying in the stretch. */
  readonly condition: SQL | undefined;
  readonly direction: 'asc' | 'desc';
  /** The most invoices of each stretch. */
  readonly limit: number;
}

/** Selects the first invoices of a stretch. */
export function selectFirst(
  stretch: Stretch,
  { columns, condition, direction, limit }: StretchSelection,
): SQL {
  const order = stretch.keys.map((key) => sql`${key} ${sql.raw(direction)}`);
  return sql`(
    select ${columns} from ${invoices} where ${and(sql`true`, isInStretch(stretch), condition)}
    order by ${sql.join(order, sql`, `)} limit ${limit})`;
}

/**
 * Selects the first invoices of each of several stretches. Those with the same comparisons make one selection, which takes
 * their values from a list: PostgreSQL takes longer to plan a selection than to read a page by it.
 */
export function selectFirstOfEach(stretches: readonly Stretch[], selection: StretchSelection): SQL[] {
  const byForm = Map.groupBy(stretches, ({ bounds }) =>
    bounds.map(({ keys, sign }) => `${sign}${keys.length}`).join(' '),
  );
  return [...byForm.values()].flatMap(([form, ...others]) => {
    if (form === undefined) return [];
    return others.length === 0
      ? selectFirst(form, selection)
      : selectFromList(form, [form, ...others], selection);
  });
}

function selectFromList(form: Stretch, stretches: readonly Stretch[], selection: StretchSelection): SQL {
  const rows = stretches.map(
    ({ bounds }) =>
      sql`(${sql.join(
        bounds.flatMap(({ values }) => values),
        sql`, `,
      )})`,
  );
  const bounds = form.bounds.map((bound, nth) => ({
    ...bound,
    values: bound.values.map((_value, place) => sql.raw(`value_${nth}_${place}`)),
  }));
  const names = bounds.flatMap(({ values }) => values);
  return sql`(
    select first.* from (values ${sql.join(rows, sql`, `)}) as stretch (${sql.join(names, sql`, `)})
    cross join lateral ${selectFirst({ ...form, bounds }, selection)} as first)`;
}
