import type { Sql } from 'postgres';
import { Gauge } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';

/** A figure of the jobs from the database. */
interface Figure {
  readonly metric: keyof typeof helps;
  /** The label of the figure: a status, an outcome, a step, a job. */
  readonly label: string;
  readonly value: number;
}

const helps = {
  jobs: 'Jobs by the status of their latest execution; DIED are those whose process is gone.',
  executions: 'Executions of jobs since the first, by status.',
  steps: 'Partitions of steps since the first, by status.',
  step_seconds: 'Time spent in partitions of a step that have ended, in seconds, by step.',
  chunks: 'Chunks since the first, by outcome: committed or rolled_back.',
  rows: 'Rows since the first, by what became of them.',
  requests: 'Import requests that wait or run, by status.',
  running_progress: 'How much of its file a running job has done, from 0 to 1, by its number.',
};

const labelNames = {
  jobs: 'status',
  executions: 'status',
  steps: 'status',
  step_seconds: 'step',
  chunks: 'outcome',
  rows: 'outcome',
  requests: 'status',
  running_progress: 'job',
} as const;

/**
 * Adds the figures of jobs, steps, rows and chunks. They are read from the database at each request: workers come
 * and go, on any machine, and their chunks are counted where they are stored. While they cannot be read they are absent,
 * and the log has the reason, once.
 */
export function addJobMetrics({ registry }: Metrics, sql: Sql, log: Log): void {
  let areAbsent = false;
  let reading: Promise<Figure[]> | undefined;
  // All gauges are collected at once and share one reading.
  const read = (): Promise<Figure[]> => {
    reading ??= readFigures(sql)
      .then(
        (figures) => {
          if (areAbsent) log.info('the figures of the jobs can be read again');
          areAbsent = false;
          return figures;
        },
        (error: unknown) => {
          if (!areAbsent) log.warn({ err: error }, 'the figures of the jobs cannot be read: they are absent');
          areAbsent = true;
          return [];
        },
      )
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  for (const metric of Object.keys(helps) as (keyof typeof helps)[]) {
    const labelName = labelNames[metric];
    new Gauge({
      name: `batch_${metric}`,
      help: helps[metric],
      labelNames: [labelName],
      registers: [registry],
      async collect() {
        const figures = await read();
        this.reset();
        for (const figure of figures)
          if (figure.metric === metric) this.set({ [labelName]: figure.label }, figure.value);
      },
    });
  }
}

async function readFigures(sql: Sql): Promise<Figure[]> {
  return await sql<Figure[]>`
    with latest as materialized (
      select number, progress, case
        when status in ('STARTED', 'STOPPING') and not is_running then 'DIED' else status end as status
      from job_overviews
    ), total as materialized (
      select sum(commits) as committed, sum(rollbacks) as rolled_back, sum(read_rows) as read,
        sum(loaded_rows) as loaded, sum(already_there_rows) as already_there,
        sum(conflicting_rows) as conflicting, sum(rejected_rows) as rejected
      from step_executions
    )
    select 'jobs' as metric, status as label, count(*)::float8 as value from latest group by status
    union all
    select 'executions', status, count(*) from job_executions group by status
    union all
    select 'steps', status, count(*) from step_executions group by status
    union all
    select 'step_seconds', name, sum(extract(epoch from ended_at - started_at))
    from step_executions where ended_at is not null group by name
    union all
    select 'requests', open.status, count(r.id)
    from (values ('QUEUED'), ('RUNNING')) as open (status) left join import_requests r on r.status = open.status
    group by open.status
    union all
    select 'running_progress', number::text, progress
    from latest where status in ('STARTED', 'STOPPING') and progress is not null
    union all
    select metric, label, coalesce(value, 0) from total cross join lateral (values
      ('chunks', 'committed', committed), ('chunks', 'rolled_back', rolled_back), ('rows', 'read', read),
      ('rows', 'loaded', loaded), ('rows', 'already_there', already_there), ('rows', 'conflicting', conflicting),
      ('rows', 'rejected', rejected)) as figures (metric, label, value)`;
}
