import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { type AnswerObject, createAnswerObject, readOwn } from '../response/answer-object.ts';
import { toLeafText } from '../response/leaf-text.ts';
import { mergeInto } from '../run/merge.ts';
import type { Rewrite } from './rewrites.ts';
import { satisfies } from './type-conditions.ts';

/** The representations of the objects that a fetch is for. */
export interface Representations {
  /** The form of an object's representation. */
  findForm(source: AnswerObject): RepresentationForm | undefined;
  /**
   * Writes the representation of an object: its JSON text, the same for equal ones.
   *
   * @returns nothing if the object lacks what its subgraph needs, or is of a type that the fetch is not for
   */
  write(source: AnswerObject): string | undefined;
}

/** The members of representations for one type. */
export interface RepresentationForm {
  readonly members: readonly Member[];
  /** All but `__typename`, if none of them can have members itself: representations with equal values there are equal. */
  readonly leaves: readonly string[] | undefined;
}

/** A member to write: its key as text, and the members of the object or objects that it holds. */
interface Member {
  readonly key: string;
  readonly name: string;
  readonly isPlain: boolean;
  readonly members: readonly Member[] | undefined;
}

/**
 * Compiles what a fetch requires. For each type the members are chosen once; where they stand in one fragment, as
 * almost always, the text is written from the object without anything in between.
 *
 * @param rewrite changes the representation before it is sent
 */
export function compileRepresentation(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
  rewrite: Rewrite | undefined,
): Representations {
  const forms = new Map<string, RepresentationForm | undefined>();
  const writeAnyhow = (source: AnswerObject): string | undefined => {
    const representation = project(schema, source, requires);
    if (!representation || readOwn(representation, '__typename') === undefined) return undefined;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  if (rewrite) return { findForm: () => undefined, write: writeAnyhow };
  const findForm = (source: AnswerObject): RepresentationForm | undefined => {
    const typename = source['__typename'];
    if (typeof typename !== 'string') return undefined;
    let form = forms.get(typename);
    if (form === undefined && !forms.has(typename) && schema.getType(typename)) {
      form = toForm(findOnlyFragment(schema, typename, requires));
      forms.set(typename, form);
    }
    return form;
  };
  return {
    findForm,
    write(source) {
      const form = findForm(source);
      return form ? writeObject(source, form.members) : writeAnyhow(source);
    },
  };
}

function toForm(members: readonly Member[] | undefined): RepresentationForm | undefined {
  if (members === undefined) return undefined;
  const areLeaves = members.every((member) => member.isPlain && member.members === undefined);
  const names = members.map(({ name }) => name).filter((name) => name !== '__typename');
  return { members, leaves: areLeaves ? names : undefined };
}

/** The members for a type, if all stand in one fragment and without further fragments. */
function findOnlyFragment(
  schema: GraphQLSchema,
  typename: string,
  requires: readonly QueryPlanSelectionNode[],
): readonly Member[] | undefined {
  const own = requires.filter(
    (selection) => selection.kind === 'Field' || isFor(schema, typename, selection.typeCondition),
  );
  const [only, ...others] = own;
  if (only?.kind !== 'InlineFragment' || others.length > 0) return undefined;
  const members = toMembers(only.selections);
  return members?.some(({ name }) => name === '__typename') ? members : undefined;
}

function toMembers(selections: readonly QueryPlanSelectionNode[]): readonly Member[] | undefined {
  const members: Member[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field') return undefined;
    const name = selection.alias ?? selection.name;
    const below = selection.selections && toMembers(selection.selections);
    if ((selection.selections && !below) || members.some((member) => member.name === name)) return undefined;
    const comma = members.length > 0 ? ',' : '';
    const key = `${comma}${JSON.stringify(name)}:`;
    members.push({ key, name, isPlain: !(name in Object.prototype), members: below });
  }
  return members;
}

function writeObject(source: AnswerObject, members: readonly Member[]): string | undefined {
  let text = '{';
  for (const { key, name, isPlain, members: below } of members) {
    const value = isPlain ? source[name] : readOwn(source, name);
    if (value === undefined) return undefined;
    text += key;
    text += typeof value === 'object' ? writeComposite(value, below) : toLeafText(value);
  }
  return `${text}}`;
}

function writeComposite(value: object | null, members: readonly Member[] | undefined): string {
  return members ? writeBelow(value, members) : JSON.stringify(value);
}

function writeBelow(value: object | null, members: readonly Member[]): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => (typeof item === 'object' ? writeBelow(item, members) : toLeafText(item))).join(',')}]`;
  }
  return writeObject(value as AnswerObject, members) ?? 'null';
}

/** The selected part of an object; `null` if a selected member is missing. */
function project(
  schema: GraphQLSchema,
  source: AnswerObject,
  selections: readonly QueryPlanSelectionNode[],
): AnswerObject | null {
  const result = createAnswerObject();
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name;
      const value = readOwn(source, name);
      if (value === undefined) return null;
      result[name] = selection.selections ? projectValue(schema, value, selection.selections) : value;
    } else {
      if (!isFor(schema, readOwn(source, '__typename'), selection.typeCondition)) continue;
      const part = project(schema, source, selection.selections);
      if (part) mergeInto(result, part);
    }
  }
  return result;
}

function isFor(schema: GraphQLSchema, typename: unknown, condition: string | undefined): boolean {
  return typeof typename === 'string' && condition !== undefined && satisfies(schema, typename, condition);
}

function projectValue(
  schema: GraphQLSchema,
  value: unknown,
  selections: readonly QueryPlanSelectionNode[],
): unknown {
  if (Array.isArray(value)) return value.map((item) => projectValue(schema, item, selections));
  if (typeof value !== 'object' || value === null) return value;
  return project(schema, value as AnswerObject, selections);
}
