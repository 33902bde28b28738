import type { Sql } from 'postgres';

/** A statement as it was sent. */
export interface SentStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The plans of statements that only read, in one line each, with the rows that each node gave and threw away. */
export async function explainStatements(sql: Sql, statements: readonly SentStatement[]): Promise<string> {
  const plans: string[] = [];
  for (const { text, parameters } of statements) {
    if (!/^\s*(select|with)\b/i.test(text)) continue;
    const [row] = await sql.unsafe<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
      `explain (analyze, timing off, format json) ${text}`,
      parameters as never[],
    );
    const plan = row?.['QUERY PLAN'][0].Plan;
    if (plan !== undefined) plans.push(describe(plan));
  }
  return plans.join('; ');
}

const plainNodes = new Set(['Limit', 'Result', 'Append', 'Subquery Scan']);

/** Leaves out nodes that only pass rows on, and branches that were never run. */
function describe(node: PlanNode): string {
  const inner = (node.Plans ?? []).filter((one) => one['Actual Loops'] > 0).map(describe);
  const below = inner.filter((text) => text !== '').join(' + ');
  if (plainNodes.has(node['Node Type']) && below !== '') return below;
  const subject = node['Index Name'] ?? node['Relation Name'];
  const loops = node['Actual Loops'];
  const rows = Math.round(node['Actual Rows'] * loops);
  const removed = Math.round((node['Rows Removed by Filter'] ?? 0) * loops);
  const figures = removed > 0 ? `${rows} of ${rows + removed}` : `${rows}`;
  const own = `${node['Node Type']}${subject === undefined ? '' : ` ${subject}`} (${figures})`;
  return below === '' ? own : `${own} < ${inner.length > 1 ? `[${below}]` : below}`;
}
