import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';
import { coordinateOf, readPolicies, type SchemaPolicies } from './policies.ts';
import { bothOf, NO_REQUIREMENT, type Requirement } from './requirement.ts';

/** A field of an object or interface type, as one document defines it. */
export interface RuledField {
  readonly typeName: string;
  readonly name: string;
  readonly node: FieldDefinitionNode;
}

/** The rules of a graph, from its supergraph or from the documents of its subgraphs, whose rules must hold together. */
export class GraphRules {
  readonly #policies: readonly SchemaPolicies[];
  readonly #fields = new Map<string, RuledField>();
  readonly #interfaces = new Map<string, Set<string>>();
  readonly #types = new Set<string>();

  /** @throws TypeError if a rule's arguments are malformed */
  constructor(documents: readonly DocumentNode[]) {
    this.#policies = documents.map((document) => readPolicies(document));
    for (const { definitions } of documents) {
      for (const definition of definitions) if (isTypeNode(definition)) this.#add(definition);
    }
  }

  /** All fields of object and interface types, each once. */
  get fields(): readonly RuledField[] {
    return [...this.#fields.values()];
  }

  get typeNames(): readonly string[] {
    return [...this.#types];
  }

  findField(typeName: string, name: string): RuledField | undefined {
    return this.#fields.get(coordinateOf(typeName, name));
  }

  /** The rule of a type itself. */
  ofType(typeName: string): Requirement {
    return this.#sum((policies) => policies.types.get(typeName));
  }

  /** The rule of a field, with that of the same field on interfaces of its type. */
  ofField({ typeName, name }: RuledField): Requirement {
    const owners = [typeName, ...(this.#interfaces.get(typeName) ?? [])];
    return owners.reduce<Requirement>(
      (all, owner) =>
        bothOf(
          all,
          this.#sum((policies) => policies.fields.get(coordinateOf(owner, name))),
        ),
      NO_REQUIREMENT,
    );
  }

  /** All that a caller must satisfy to read a field of an object, without what the returned type asks for. */
  beforeReturn(field: RuledField): Requirement {
    return bothOf(this.ofField(field), this.ofType(field.typeName));
  }

  /** All that a caller must satisfy to read a field. */
  ofRead(field: RuledField): Requirement {
    return bothOf(this.beforeReturn(field), this.ofType(returnedTypeOf(field)));
  }

  #sum(find: (policies: SchemaPolicies) => Requirement | undefined): Requirement {
    return this.#policies.reduce<Requirement>(
      (all, policies) => bothOf(all, find(policies) ?? NO_REQUIREMENT),
      NO_REQUIREMENT,
    );
  }

  #add(definition: TypeDefinitionNode | TypeExtensionNode): void {
    const typeName = definition.name.value;
    this.#types.add(typeName);
    if (!('interfaces' in definition)) return;
    this.#addInterfaces(typeName, definition.interfaces ?? []);
    for (const node of definition.fields ?? []) {
      if (node.kind !== Kind.FIELD_DEFINITION) continue;
      const name = node.name.value;
      const coordinate = coordinateOf(typeName, name);
      if (!this.#fields.has(coordinate)) this.#fields.set(coordinate, { typeName, name, node });
    }
  }

  #addInterfaces(typeName: string, interfaces: readonly NamedTypeNode[]): void {
    const known = this.#interfaces.get(typeName) ?? new Set();
    for (const { name } of interfaces) known.add(name.value);
    this.#interfaces.set(typeName, known);
  }
}

/** The name of the type that a field returns, without lists. */
export function returnedTypeOf({ node }: RuledField): string {
  let type: TypeNode = node.type;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}

type Definition = DocumentNode['definitions'][number];

function isTypeNode(definition: Definition): definition is TypeDefinitionNode | TypeExtensionNode {
  return definition.kind.endsWith('TypeDefinition') || definition.kind.endsWith('TypeExtension');
}
