import type { DocumentNode } from 'graphql';
import { z } from 'zod';
import type { FederatedGraph } from '../graph/graph.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';
import type { IncomingOperation } from './incoming-operation.ts';
import type { ReadOperation } from './read-operation.ts';
import type { OperationRefusal } from './refusal.ts';

/** A refusal, or nothing when the operation passes. */
type Verdict = OperationRefusal | undefined | Promise<OperationRefusal | undefined>;

/** An operation that was run. */
export interface AnsweredOperation {
  readonly graph: FederatedGraph;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Decides about operations on their way in, each of them once, whatever brings it. */
export interface AdmissionCheck {
  /** Asked before anything of the operation is read: the cheapest moment to refuse. */
  readonly beforeReading?: (incoming: IncomingOperation) => Verdict;
  /** Asked when the operation is valid and its variables fit. */
  readonly beforeRunning?: (operation: ReadOperation, incoming: IncomingOperation) => Verdict;
  /** Shown the answer to a query or mutation, which it may add to or replace; equal queries that share an answer are shown once. */
  readonly afterRunning?: (operation: AnsweredOperation, answer: GraphQLAnswer) => GraphQLAnswer;
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
