import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { CoordinateTally } from './coordinate-tally.ts';
import { countLiteral, countValue, type InputPlace } from './input-coordinates.ts';

/** A place whose value is that of a variable. */
interface VariablePlace {
  readonly variable: string;
  readonly place: InputPlace;
  /** Stands in for a variable that is not provided. */
  readonly byDefault: ValueNode | undefined;
}

/**
 * The coordinates of a schema that an operation uses: names of the schema alone, no value and no name of the client's.
 *
 * - `Type.field`: a field is selected, whatever `@skip` and `@include` decide.
 * - `Type.field(argument:)` and `Input.field`: an argument or input field is given, by a literal or a provided variable.
 * - `Type.field(argument:)!` and `Input.field!`: it is given wherever the operation could, and never null.
 * - `Input`: a value of this input type is given.
 * - `Enum.VALUE`: an enum value is given.
 * - `@directive`, `@directive(argument:)`: the same of directives that are not GraphQL's own.
 *
 * The document is read once; for each execution only its variables are.
 */
export class OperationCoordinates {
  /** Those of every execution. */
  readonly fixed: readonly string[];
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #operation: OperationDefinitionNode;
  readonly #tally = new CoordinateTally();
  readonly #places: VariablePlace[] = [];
  readonly #seen = new Set<string>();
  /** Given by literals; the variables decide if always. */
  readonly #undecided: readonly (readonly [owner: string, coordinate: string])[];

  /**
   * Reads an operation of a document that is valid against the schema.
   *
   * @throws {TypeError} if the document has no such operation
   */
  constructor(schema: GraphQLSchema, document: DocumentNode, operationName?: string) {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new TypeError('The document has no such operation.');
    this.#schema = schema;
    this.#operation = operation;
    this.#fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
    this.#readDirectives(operation.directives);
    this.#readSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
    const givings = this.#tally.givings();
    const isDecided = ([, coordinate]: readonly [string, string]) =>
      this.#places.length === 0 || coordinate.endsWith(':)');
    this.#undecided = givings.filter((giving) => !isDecided(giving));
    const always = givings.filter((giving) => isDecided(giving) && this.#tally.isAlwaysGiven(...giving));
    this.fixed = [...this.#tally.uses(), ...always.map(([, coordinate]) => toAlways(coordinate))];
  }

  /** Those of one execution besides the fixed ones. */
  varying(variables: Readonly<Record<string, unknown>>): readonly string[] {
    if (this.#places.length === 0) return [];
    const tally = new CoordinateTally();
    for (const { variable, place, byDefault } of this.#places) {
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      if (value !== undefined) countValue(value, place, tally);
      else if (byDefault) countLiteral(byDefault, place, tally, () => {});
    }
    const given = new Map([...this.#undecided, ...tally.givings()].map(([owner, name]) => [name, owner]));
    const known = new Set(this.fixed);
    return [
      ...tally.uses().filter((coordinate) => !this.#tally.has(coordinate)),
      ...[...given]
        .filter(([coordinate, owner]) => this.#tally.isAlwaysGiven(owner, coordinate, tally))
        .map(([coordinate]) => toAlways(coordinate))
        .filter((coordinate) => !known.has(coordinate)),
    ];
  }

  #readSelections({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): void {
    for (const selection of selections) {
      this.#readDirectives(selection.directives);
      if (selection.kind === Kind.FIELD) this.#readField(selection, parent);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? parent : this.#schema.getType(condition);
        this.#readSelections(selection.selectionSet, type);
      } else this.#readFragment(selection.name.value);
    }
  }

  /** A fragment that is spread many times is read once: its coordinates are the same wherever it stands. */
  #readFragment(name: string): void {
    const fragment = this.#fragments.get(name);
    if (!fragment || this.#seen.has(name)) return;
    this.#seen.add(name);
    this.#readDirectives(fragment.directives);
    this.#readSelections(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value));
  }

  #readField(node: FieldNode, parent: GraphQLNamedType | undefined): void {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    // Introspection is not a part of the schema that could change.
    if (!parent || !field) return;
    const owner = `${parent.name}.${name}`;
    this.#tally.use(owner);
    this.#readArguments(owner, node, field.args);
    if (node.selectionSet) this.#readSelections(node.selectionSet, getNamedType(field.type));
  }

  #readDirectives(directives: readonly DirectiveNode[] = []): void {
    for (const node of directives) {
      const directive = this.#schema.getDirective(node.name.value);
      if (!directive || isSpecifiedDirective(directive)) continue;
      const owner = `@${directive.name}`;
      this.#tally.use(owner);
      this.#readArguments(owner, node, directive.args);
    }
  }

  #readArguments(owner: string, node: FieldNode | DirectiveNode, known: readonly GraphQLArgument[]): void {
    for (const { name, value } of node.arguments ?? []) {
      const argument = known.find((one) => one.name === name.value);
      if (!argument) continue;
      const coordinate = { owner, name: `${owner}(${argument.name}:)` };
      countLiteral(value, { type: argument.type, coordinate }, this.#tally, (variable, place) => {
        const declared = this.#operation.variableDefinitions?.find(
          (definition) => definition.variable.name.value === variable.name.value,
        );
        this.#places.push({ variable: variable.name.value, place, byDefault: declared?.defaultValue });
      });
    }
  }
}

function toAlways(coordinate: string): string {
  return `${coordinate}!`;
}
