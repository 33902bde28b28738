import type { DescribedEvent } from './json-schemas.ts';

interface MemberSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly MemberSchema[];
  readonly format?: string;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
}

interface ObjectSchema {
  readonly title: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, MemberSchema>>;
}

const introduction = `# Events

Generated from the codecs by \`npm run schema:compose\`; \`npm run check\` fails when it is not fresh.

Billing tells of invoices on the event log, in the topic \`FACTURATION\`: a topic of Kafka, or of the log in PostgreSQL. Each record is a
CloudEvent 1.0 in binary mode, its value JSON in UTF-8. \`ce_type\` names the type, \`ce_source\` and \`ce_id\` together the event: the log may
have it more than once. \`ce_time\` is the time of the event, \`ce_subject\` the number of the invoice. The key is the customer's identifier or,
without one, the name on the invoice, so that a customer's events keep their order; sums have a key of their own, as they need no order. A
record is written in the transaction that does what it tells of: nothing is told that did not happen, and nothing that happened is left out.

A reader of invoices alone passes the other types over, and keeps a type that it does not know: it may be one of a later release. Readers are
brought up to date before writers ([why](adr/0038-settlements-are-events-of-their-own.md)). Reasons and references that people type in are in no event.
`;

const introductionToWork = `# Events of people's work

The topic \`FACTURATION_WORK\` tells of what concerns people in their work: the records of the notices that the page shows. It has one
partition, so all its records have one order. They are CloudEvents in the same form, written in the transaction that does what they tell of, and
readers of invoices never see them ([why](adr/0049-notices-have-a-topic-of-their-own.md)). \`ce_source\` names the part that tells: \`/billing\`,
\`/product\` or \`/batch\`; \`ce_subject\` the object. What people type in is in no event, but for names of files.
`;

/** Writes the page of docs/ about the types of events: those of invoices, and those of people's work. */
export function formatEvents(invoices: readonly DescribedEvent[], work: readonly DescribedEvent[]): string {
  return [formatTopic(introduction, invoices), formatTopic(introductionToWork, work)].join('\n');
}

function formatTopic(text: string, events: readonly DescribedEvent[]): string {
  const rows = events.map(
    ({ type, says, file, folder }) => `| \`${type}\` | ${says} | [${file}](../schema/${folder}/${file}) |`,
  );
  const table = ['| type | says | JSON Schema |', '| --- | --- | --- |', ...rows].join('\n');
  return `${[text, table].join('\n')}\n\n${events.map(formatEvent).join('\n')}`;
}

function formatEvent({ type, schema }: DescribedEvent): string {
  const whole = schema as ObjectSchema;
  const list = whole.properties['totals'] as { items?: ObjectSchema } | undefined;
  const { properties, required } = list?.items ?? whole;
  const rows = Object.entries(properties).map(
    ([name, member]) =>
      `| \`${name}\` | ${toForm(member)} | ${required.includes(name) ? 'yes' : 'no'} | ${member.description ?? ''} |`,
  );
  const title = `## ${whole.title}\n\n\`${type}\`${list === undefined ? '' : ': a list `totals` of at most 1,000 objects with these members'}\n`;
  return [title, '| member | form | required | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

function toForm({ type, anyOf = [], format, maxLength, examples }: MemberSchema): string {
  const types = [type ?? anyOf.map((one) => one.type)].flat().filter((one) => one !== 'null');
  const bound = maxLength ?? anyOf.find((one) => one.maxLength !== undefined)?.maxLength;
  const [example] = examples ?? [];
  return [
    format ?? types.join(' or '),
    ...(bound === undefined ? [] : [`at most ${bound} characters`]),
    ...(example === undefined ? [] : [`for example \`${String(example)}\``]),
  ].join(', ');
}
