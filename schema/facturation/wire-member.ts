import { countCodePoints, isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';

/** A member of a message on the wire: its codec and its JSON Schema. */
export interface WireMember<Value> {
  /** JSON Schema, 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Ends a sentence that begins with the member's name: `must be …`. */
  readonly rule: string;
  /** The form that is read without a JSON parser: a text, or a flag that is there if it is true. */
  readonly usualForm?: 'text' | 'true';
  readonly isOptional?: true;
  /** The value, or undefined if the member is wrong. False stands for a member that is absent. */
  read(given: unknown): Value | undefined;
  /** The value as it is written, where that is not the value itself. */
  write?(value: Value): unknown;
}

/** A member that messages of earlier releases, or of some senders, do not have. */
export type OptionalMember<Value> = WireMember<Value> & { readonly isOptional: true };

/** The values of members, by name. */
export type MemberValues<Members> = {
  readonly [Name in keyof Members as Members[Name] extends OptionalMember<unknown>
    ? never
    : Name]: Members[Name] extends WireMember<infer Value> ? Value : never;
} & {
  readonly [Name in keyof Members as Members[Name] extends OptionalMember<unknown>
    ? Name
    : never]?: Members[Name] extends WireMember<infer Value> ? Value : never;
};

/** Lets a member be absent. */
export function optional<Value>(member: WireMember<Value>): OptionalMember<Value> {
  return { ...member, isOptional: true };
}

/** A line of text. Its length is in code points, as in JSON Schema. */
export function textMember(maxLength: number, description: string): WireMember<string> {
  return {
    schema: {
      description,
      type: 'string',
      minLength: 1,
      maxLength,
      pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+$',
    },
    rule: `must be a text of 1 to ${maxLength} characters without control characters`,
    usualForm: 'text',
    read: (given) => toNormalText(given, maxLength),
    write: normaliseText,
  };
}

/**
 * A text of one form.
 *
 * @param schema the form and examples, of which the rule names the first
 * @param isRight asks what a pattern cannot say
 */
export function formMember(
  rule: string,
  schema: { readonly description: string; readonly pattern: string; readonly format?: string },
  example: string | readonly string[],
  isRight: (text: string) => boolean,
): WireMember<string> {
  const examples = [example].flat();
  return {
    schema: { type: 'string', ...schema, examples },
    rule: `${rule}, for example "${examples[0]}"`,
    usualForm: 'text',
    read: (given) => (typeof given === 'string' && isRight(given) ? given : undefined),
  };
}

/** A mark, which is true or absent. */
export function flagMember(description: string): WireMember<true> {
  return {
    schema: { description, type: 'boolean', default: false },
    rule: 'must be true or false',
    usualForm: 'true',
    read: (given) => (typeof given === 'boolean' ? (given as true) : undefined),
  };
}

/** A text in its normal form, undefined if it cannot be in a message. */
function toNormalText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' || !isPlainText(value)) return undefined;
  const text = normaliseText(value);
  const isLong = [value, text].some((form) => form.length > maxLength && countCodePoints(form) > maxLength);
  return isLong || isBlank(text) ? undefined : text;
}
