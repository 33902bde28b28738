import { z } from 'zod';
import type { IncomingOperation } from './incoming-operation.ts';
import type { ReadOperation } from './read-operation.ts';
import type { OperationRefusal } from './refusal.ts';

/** A refusal, or nothing when the operation passes. */
type Verdict = OperationRefusal | undefined | Promise<OperationRefusal | undefined>;

/** Decides about operations on their way in, each of them once, whatever brings it. */
export interface AdmissionCheck {
  /** Asked before anything of the operation is read: the cheapest moment to refuse. */
  readonly beforeReading?: (incoming: IncomingOperation) => Verdict;
  /** Asked when the operation is valid and its variables fit. */
  readonly beforeRunning?: (operation: ReadOperation, incoming: IncomingOperation) => Verdict;
}

/** Creates a check for one gateway; what it counts is its own. */
export type CreateCheck = () => AdmissionCheck;

/** A check and the variables that it reads. */
export interface CheckDefinition {
  /** By the names of variables. */
  readonly fields: Readonly<Record<string, z.ZodType>>;
  /** Reads the variables from an environment. */
  readonly schema: z.ZodType<CreateCheck>;
}

/** Defines a check by the fields of its variables, and by how it is created from their values. */
export function defineCheck<Fields extends Record<string, z.ZodType>>(
  fields: Fields,
  create: (variables: z.output<z.ZodObject<Fields>>) => AdmissionCheck,
): CheckDefinition {
  return { fields, schema: z.object(fields).transform((variables) => () => create(variables)) };
}
