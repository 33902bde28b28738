import { accessFields } from '../../gateway/access-log/access-fields.ts';
import { formatAccessHeader } from '../../gateway/access-log/format-access.ts';

const example = formatAccessHeader(new Date('2026-11-30T06:00:00Z'), 1);

const head = `# Access log

The table is generated from the code by \`npm run docs:access-log\`; \`npm run check\` fails when it is not fresh.

With \`ACCESS_LOG\` the gateway writes a line of each request, however it is answered or broken off, and of each operation by WebSocket. The
format is the W3C's Extended Log File Format: directives begin with \`#\`, values stand between spaces, \`-\` stands for an absent one. Tools for
it (GoAccess, AWStats, Logstash, Splunk and others) read the fields from the directive \`#Fields\`:

\`\`\`
${example}\`\`\`

Values from outside are percent-encoded, so that nobody can end a line or forge one. No query string, token, cookie, variable or
document is in a line, and of a person only the id. How to switch it on, sample and rotate it: [gateway](../gateway/README.md#access-log).

| field | |
| --- | --- |
`;

/** The text of docs/access-log.md. */
export function formatAccessLogPage(): string {
  return head + accessFields.map(({ name, meaning }) => `| \`${name}\` | ${meaning} |\n`).join('');
}
