import { listAuditRows, listPrivateMutations } from './audit-rows.ts';

const begin = '<!-- audit kinds: begin -->';
const end = '<!-- audit kinds: end -->';

/** Replaces the table of kinds of entries in docs/audit.md. */
export function replaceAuditTable(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new TypeError(`docs/audit.md needs ${begin} and ${end}.`);
  return `${before}${begin}\n${formatAuditTable()}\n${end}${after}`;
}

function formatAuditTable(): string {
  const rows = listAuditRows().map(
    ({ action, object, level, source, cause }) =>
      `| \`${action}\` | ${object === null ? '' : `\`${object}\``} | ${level} | ${source} | ${cause} |`,
  );
  const hidden = listPrivateMutations()
    .map((name) => `\`${name}\``)
    .join(', ');
  return [
    '| action | object | level | written by | cause |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Mutations without entries, as they change nothing that another person could see: ${hidden}.`,
  ].join('\n');
}
