import { existsSync } from 'node:fs';
import { listGatewayLimits } from './gateway-limits.ts';
import { listIdentityLimits } from './identity-limits.ts';
import { listImportLimits } from './import-limits.ts';
import type { LimitRow } from './limit-row.ts';
import { listMailLimits } from './mail-limits.ts';
import { listPortalLimits } from './portal-limits.ts';
import { listRegistryLimits } from './registry-limits.ts';
import { listRequestLimits } from './request-limits.ts';
import { listSinkLimits } from './sink-limits.ts';
import { listSubgraphLimits } from './subgraph-limits.ts';

/** All limits. A room that gets some adds its list here. */
function listLimits(): readonly LimitRow[] {
  return [
    ...listGatewayLimits(),
    ...listSubgraphLimits(),
    ...listRequestLimits(),
    ...listMailLimits(),
    ...listPortalLimits(),
    ...listSinkLimits(),
    ...listImportLimits(),
    ...listIdentityLimits(),
    ...listRegistryLimits(),
  ];
}

const HEAD = `# Limits

Generated from the code's constants by \`npm run docs:limits\`; \`npm run check\` fails when it is not fresh. Whatever
exceeds a limit is refused with the figure found and the figure allowed. The test named reaches the limit.

| place | counts | bound | variable | beyond it | test |
| --- | --- | --: | --- | --- | --- |
`;

/**
 * The text of docs/limits.md.
 *
 * @throws Error that names tests which do not exist.
 */
export function formatLimits(rows: readonly LimitRow[] = listLimits()): string {
  const missing = rows.filter(({ test }) => !existsSync(new URL(`../../${test}`, import.meta.url)));
  if (missing.length > 0) {
    throw new Error(`There is no test ${missing.map(({ test }) => test).join(', ')}, which a limit names.`);
  }
  return HEAD + rows.map((row) => `${formatRow(row)}\n`).join('');
}

function formatRow({ place, counts, bound, variable, answer, test }: LimitRow): string {
  const cells = [
    place,
    counts,
    bound.toLocaleString('en-US'),
    variable === undefined ? '' : `\`${variable}\``,
    answer,
    `[${test.split('/').at(-1)}](../${test})`,
  ];
  return `| ${cells.join(' | ')} |`;
}
