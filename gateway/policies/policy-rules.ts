import type { z } from 'zod';
import { parseJsonFile } from '../documents/parse-json-file.ts';
import { policyFileSchema } from './conditions.ts';
import { holdsCondition, type PolicyFacts } from './hold-condition.ts';

/** The policies of a file, each with its condition. */
export class PolicyRules {
  readonly #conditions: ReadonlyMap<string, Conditions[string]>;

  constructor({ policies }: z.output<typeof policyFileSchema>) {
    this.#conditions = new Map(Object.entries(policies));
  }

  get names(): readonly string[] {
    return [...this.#conditions.keys()];
  }

  /** True if the file decides a policy. */
  has(policy: string): boolean {
    return this.#conditions.has(policy);
  }

  /** True if a policy is known to hold. */
  holds(policy: string, facts: PolicyFacts): boolean {
    const condition = this.#conditions.get(policy);
    return condition !== undefined && holdsCondition(condition, facts) === true;
  }
}

type Conditions = z.output<typeof policyFileSchema>['policies'];

/**
 * Reads policies from JSON.
 *
 * @param origin the file that the text is from, for messages
 * @throws {ConfigurationError} that lists what is wrong, by its place
 */
export function parsePolicyRules(text: string, origin: string): PolicyRules {
  return new PolicyRules(parseJsonFile(policyFileSchema, text, origin));
}
