import { z } from 'zod';
import { AddressSet, findBlockProblem } from '#platform/http/address-set.ts';
import { parseClaimPath } from '#platform/tokens/claims.ts';

/** A value that a claim may have. */
type Scalar = string | number | boolean;

const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** A day of the week. */
export type Day = (typeof days)[number];

/** A condition on an operation: who asks, by which client, from where and when. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'authenticated'; readonly is: boolean }
  | {
      readonly kind: 'claim';
      readonly path: readonly string[];
      readonly test:
        | { readonly operator: 'in'; readonly values: readonly Scalar[] }
        | { readonly operator: 'contains'; readonly value: Scalar }
        | { readonly operator: 'exists'; readonly is: boolean };
    }
  | { readonly kind: 'client'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'address'; readonly addresses: AddressSet }
  | {
      readonly kind: 'time';
      readonly days: ReadonlySet<Day> | undefined;
      /** Minutes of the day; the time from 22:00 until 06:00 goes over midnight and belongs to the day on which it begins. */
      readonly fromMinute: number;
      readonly untilMinute: number;
      readonly zone: string;
    }
  | { readonly kind: 'period'; readonly fromMs: number; readonly untilMs: number };

/** The most levels of lists and objects in a file of policies. */
export const maxPolicyLevels = 40;
const maxItems = 1_000;
const maxTextLength = 1_000;
const minutesOfDay = 1_440;

const text = z
  .string('must be a text')
  .min(1, 'must not be empty')
  .max(maxTextLength, `must have at most ${maxTextLength} characters`);
const scalar = z.union([text, z.number(), z.boolean()], 'must be a text, a number, true or false');

function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item, 'must be a list')
    .min(1, 'must not be empty')
    .max(maxItems, `must have at most ${maxItems} members`);
}

const claimPath = text.transform((path, context) => {
  const names = parseClaimPath(path);
  if (names !== undefined) return names;
  context.addIssue('must be names between dots, such as realm.department; a dot of a name is written \\.');
  return z.NEVER;
});

const claimSchema = z
  .strictObject({
    claim: claimPath,
    equals: scalar.optional(),
    in: listOf(scalar).optional(),
    contains: scalar.optional(),
    exists: z.boolean('must be true or false').optional(),
  })
  .transform((given, context): Condition => {
    const { claim: path, equals, in: values, contains, exists } = given;
    const operators = [equals, values, contains, exists].filter((operator) => operator !== undefined);
    if (operators.length !== 1) {
      context.addIssue('must have exactly one of equals, in, contains and exists beside claim');
      return z.NEVER;
    }
    if (exists !== undefined) return { kind: 'claim', path, test: { operator: 'exists', is: exists } };
    if (contains !== undefined)
      return { kind: 'claim', path, test: { operator: 'contains', value: contains } };
    const wanted = values ?? (equals === undefined ? [] : [equals]);
    return { kind: 'claim', path, test: { operator: 'in', values: wanted } };
  });

const addressSchema = z
  .strictObject({ address: listOf(text) })
  .transform(({ address: blocks }, context): Condition => {
    const problems = blocks.map(findBlockProblem);
    for (const [place, message] of problems.entries()) {
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['address', place], message });
    }
    return { kind: 'address', addresses: new AddressSet(blocks.filter((_, place) => !problems[place])) };
  });

const minuteOfDay = z
  .string('must be a time such as 08:30')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 08:30, from 00:00 to 24:00')
  .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));

const timeSchema = z
  .strictObject({
    time: z
      .strictObject({
        days: listOf(z.enum(days, `must be one of ${days.join(', ')}`)).optional(),
        from: minuteOfDay.default(0),
        until: minuteOfDay.default(minutesOfDay),
        zone: text.refine(isZone, 'must be a time zone such as Europe/Paris').default('UTC'),
      })
      .refine(({ from, until }) => from !== until, 'must have different times in from and until'),
  })
  .transform(
    ({ time }): Condition => ({
      kind: 'time',
      days: time.days && new Set(time.days),
      fromMinute: time.from,
      untilMinute: time.until,
      zone: time.zone,
    }),
  );

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-12-01T08:00:00+01:00' })
  .transform((given) => Date.parse(given));

const periodSchema = z
  .strictObject({
    period: z
      .strictObject({
        from: instant.default(Number.NEGATIVE_INFINITY),
        until: instant.default(Number.POSITIVE_INFINITY),
      })
      // One that could not be read is told of already, and is not a number here.
      .refine(({ from, until }) => !(from >= until), 'must begin before it ends'),
  })
  .transform(
    ({ period: { from: fromMs, until: untilMs } }): Condition => ({ kind: 'period', fromMs, untilMs }),
  );

/** The forms of a condition, by the member that only they have. */
const forms = {
  all: z
    .strictObject({ all: listOf(z.lazy(() => conditionSchema)) })
    .transform(({ all }): Condition => ({ kind: 'all', of: all })),
  any: z
    .strictObject({ any: listOf(z.lazy(() => conditionSchema)) })
    .transform(({ any }): Condition => ({ kind: 'any', of: any })),
  not: z
    .strictObject({ not: z.lazy(() => conditionSchema) })
    .transform(({ not }): Condition => ({ kind: 'not', of: not })),
  authenticated: z
    .strictObject({ authenticated: z.boolean('must be true or false') })
    .transform(({ authenticated }): Condition => ({ kind: 'authenticated', is: authenticated })),
  claim: claimSchema,
  client: z
    .strictObject({ client: listOf(text) })
    .transform(({ client }): Condition => ({ kind: 'client', ids: new Set(client) })),
  address: addressSchema,
  time: timeSchema,
  period: periodSchema,
} as const;

const formNames = Object.keys(forms) as (keyof typeof forms)[];

/** A condition by the form that its members show, so that mistakes are told of that form alone. */
const conditionSchema: z.ZodType<Condition> = z
  .record(z.string(), z.unknown(), 'must be an object')
  .transform((given, context): Condition => {
    const [name, ...others] = formNames.filter((form) => Object.hasOwn(given, form));
    if (name === undefined || others.length > 0) {
      context.addIssue(`must have exactly one of ${formNames.join(', ')}`);
      return z.NEVER;
    }
    const { data, error } = forms[name].safeParse(given);
    if (data !== undefined) return data;
    for (const { path, message } of error.issues)
      context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });

/** The schema of a file of policies: a condition for each name. */
export const policyFileSchema = z
  .unknown()
  .refine(
    (file) => depthOf(file) <= maxPolicyLevels,
    `must not have more than ${maxPolicyLevels} levels of lists and objects`,
  )
  .pipe(
    z.strictObject({
      policies: z.record(text, conditionSchema, 'must be an object with a condition for each policy'),
    }),
  );

/** The levels of lists and objects, found without recursion. */
function depthOf(value: unknown): number {
  let depth = 0;
  let level: unknown[] = [value];
  while (level.length > 0 && depth <= maxPolicyLevels) {
    const next = level.filter((item) => typeof item === 'object' && item !== null);
    level = next.flatMap((item) => Object.values(item as object));
    if (next.length > 0) depth += 1;
  }
  return depth;
}
