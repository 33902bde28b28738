import {
  type ASTNode,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  Kind,
  parseType,
  print,
  type TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import { NameSource } from './name-source.ts';

/** Replaces literals by variables, while a document is visited. */
export class LiteralHoister {
  readonly #names: NameSource;
  readonly #known = new Map<string, VariableNode>();
  readonly #definitions: VariableDefinitionNode[] = [];
  /** The values of OneOf inputs: the one field may not be null, though its type says so. */
  readonly #ofOneOf = new WeakSet<ValueNode>();

  constructor(taken: ReadonlySet<string>) {
    this.#names = new NameSource(taken);
  }

  /** The declarations of the variables made so far. */
  get definitions(): readonly VariableDefinitionNode[] {
    return this.#definitions;
  }

  /**
   * Gives the variable that takes a literal's place, `undefined` for any other node.
   *
   * Fields of one response name must have equal arguments to be merged, so that equal values of theirs share a variable.
   */
  replace(node: ASTNode, typeInfo: TypeInfo, responseName: string): VariableNode | undefined {
    if (!isLiteral(node)) return undefined;
    // Inside a list, TypeInfo already has the type of its items.
    const type = node.kind === Kind.LIST ? typeInfo.getParentInputType() : typeInfo.getInputType();
    if (!type) return undefined;
    const named = getNamedType(type);
    if (node.kind === Kind.OBJECT && isInputObjectType(named)) {
      if (named.isOneOf) for (const { value } of node.fields) this.#ofOneOf.add(value);
      return undefined;
    }
    const isRequired = this.#ofOneOf.has(node) && !isNonNullType(type);
    const variableType = isRequired ? `${type}!` : String(type);
    const key = JSON.stringify([responseName, variableType, print(node)]);
    const known = this.#known.get(key) ?? this.#declare(variableType);
    this.#known.set(key, known);
    return known;
  }

  #declare(type: string): VariableNode {
    const variable: VariableNode = {
      kind: Kind.VARIABLE,
      name: { kind: Kind.NAME, value: this.#names.next() },
    };
    this.#definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable,
      type: parseType(type, { noLocation: true }),
    });
    return variable;
  }
}

const literalKinds: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

function isLiteral(node: ASTNode): node is Exclude<ValueNode, VariableNode> {
  return literalKinds.has(node.kind);
}
