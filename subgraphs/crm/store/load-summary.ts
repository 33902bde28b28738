import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { contacts } from '../contact-tables.ts';
import type { CrmGrouping } from '../generated/types.ts';
import type { ContactFiguresModel, RequestFiguresModel } from '../models.ts';
import { requests } from '../request-tables.ts';

/** The days whose figures are wanted, as the instants of their beginning and end. */
export interface SummaryPeriod {
  readonly from: Date;
  /** The beginning of the day after the last one. */
  readonly before: Date;
  readonly groupBy: CrmGrouping;
  readonly timeZone: string;
  readonly now: Date;
}

/** Loads the figures of requests, by one statement. Each request counts in up to three groups: of its opening, its closing and its deadline. */
export async function loadRequestFigures(db: Reader, period: SummaryPeriod): Promise<RequestFiguresModel[]> {
  const { groupBy, now } = period;
  const isWithin = (instant: SQL) => toWithin(instant, period);
  const toGroup = (instant: SQL, person: SQL) => toGroupName(period, instant, person, sql`${requests.kind}`);
  const [createdAt, closedAt, deadline] = [
    sql`${requests.createdAt}`,
    sql`${requests.closedAt}`,
    sql`${requests.deadline}`,
  ];
  // The deadline passed while the request was open: it is open now, or was closed after it.
  const passed = sql`${deadline} < coalesce(${closedAt}, ${now.toISOString()}::timestamptz)`;
  const rows = await db.execute<Record<string, string | null>>(sql`
    select member."group" as "group", count(*) filter (where what = 'OPENED')::text as opened,
      count(*) filter (where what = 'CLOSED')::text as closed, count(*) filter (where what = 'OVERDUE')::text as overdue,
      (percentile_cont(0.5) within group (order by seconds) filter (where what = 'CLOSED'))::text as median
    from (
      select ${toGroup(createdAt, sql`${requests.author}`)} as "group", 'OPENED' as what, null::double precision as seconds
      from ${requests} where ${isWithin(createdAt)}
      union all
      select ${toGroup(closedAt, sql`${requests.closedBy}`)}, 'CLOSED', extract(epoch from ${closedAt} - ${createdAt})::double precision
      from ${requests} where ${isWithin(closedAt)}
      union all
      select ${toGroup(deadline, sql`coalesce(${requests.assignee}, '')`)}, 'OVERDUE', null
      from ${requests} where ${isWithin(deadline)} and ${passed}
    ) as member group by member."group" order by member."group" collate "C"`);
  return rows.map(({ group, opened, closed, overdue, median }) => ({
    group: group ?? '',
    isPerson: groupBy === 'PERSON' && group !== '',
    opened: Number(opened),
    closed: Number(closed),
    overdue: Number(overdue),
    medianSecondsToClose: median === null || median === undefined ? null : Number(median),
  }));
}

/** Loads the figures of contacts that were not struck out, by one statement. */
export async function loadContactFigures(db: Reader, period: SummaryPeriod): Promise<ContactFiguresModel[]> {
  const occurredAt = sql`${contacts.occurredAt}`;
  const name = toGroupName(period, occurredAt, sql`${contacts.person}`, sql`${contacts.kind}`);
  const rows = await db.execute<Record<string, string>>(sql`
    select member."group" as "group", count(*)::text as count, sum(minutes)::text as minutes
    from (
      select ${name} as "group", ${contacts.minutes} as minutes
      from ${contacts} where ${toWithin(occurredAt, period)} and ${contacts.struckAt} is null
    ) as member group by member."group" order by member."group" collate "C"`);
  return rows.map(({ group = '', count, minutes }) => ({
    group,
    isPerson: period.groupBy === 'PERSON',
    count: Number(count),
    minutes: Number(minutes),
  }));
}

function toWithin(instant: SQL, { from, before }: SummaryPeriod): SQL {
  return sql`(${instant} >= ${from.toISOString()}::timestamptz and ${instant} < ${before.toISOString()}::timestamptz)`;
}

function toGroupName({ groupBy, timeZone }: SummaryPeriod, instant: SQL, person: SQL, kind: SQL): SQL {
  switch (groupBy) {
    case 'PERSON':
      return person;
    case 'KIND':
      return kind;
    case 'DAY':
      return sql`to_char(${instant} at time zone ${timeZone}::text, 'YYYY-MM-DD')`;
    case 'MONTH':
      return sql`to_char(${instant} at time zone ${timeZone}::text, 'YYYY-MM')`;
  }
}
