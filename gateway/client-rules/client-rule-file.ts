import { z } from 'zod';
import { findBlockProblem } from '#platform/http/address-set.ts';
import { parseJsonFile } from '../documents/parse-json-file.ts';

const maxRules = 1_000;
const maxEntries = 1_000;

function listOf(item: z.ZodType<string>) {
  return z
    .array(item)
    .min(1, 'must have an entry, or be left out')
    .max(maxEntries, `must have at most ${maxEntries} entries`);
}

const name = z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

const block = z.string().superRefine((text, context) => {
  const message = findBlockProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const route = z
  .string()
  .regex(/^\/[\w./~-]{0,199}$/, 'must be a path such as /graphql, or /files/ for all paths below it');

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin such as https://app.example.com',
  );

const ruleSchema = z
  .strictObject({
    /** Client ids (`azp`); all clients and anonymous callers if absent. */
    clients: listOf(name).optional(),
    /** Roles of which one is enough; all callers if absent. */
    roles: listOf(name).optional(),
    /** Paths; all paths if absent. */
    routes: listOf(route).optional(),
    /** Addresses from which alone the caller may call. */
    allow: listOf(block).optional(),
    /** Addresses from which the caller may not call, whatever `allow` says. */
    deny: listOf(block).optional(),
    /** Origins whose pages alone may call. */
    origins: listOf(origin).optional(),
    /** True if only documents of the manifests of trusted documents are run. */
    trustedDocumentsOnly: z.boolean().optional(),
  })
  .refine(
    ({ allow, deny, origins, trustedDocumentsOnly }) =>
      allow !== undefined || deny !== undefined || origins !== undefined || trustedDocumentsOnly === true,
    'must say something: allow, deny, origins or trustedDocumentsOnly',
  );

const fileSchema = z.strictObject({
  rules: z.array(ruleSchema).max(maxRules, `must have at most ${maxRules} rules`),
});

/** One rule of the file: the requests that it is about, and what it demands of them. */
export type ClientRule = z.output<typeof ruleSchema>;

/**
 * Reads rules from JSON.
 *
 * @param file the file that the text is from, for messages
 * @throws {ConfigurationError} that lists what is wrong, by its place
 */
export function parseClientRules(text: string, file: string): readonly ClientRule[] {
  return parseJsonFile(fileSchema, text, file).rules;
}
