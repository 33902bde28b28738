import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import {
  directiveArguments,
  importsOf,
  linksOf,
  specificationName,
} from '#platform/authorization/directive-names.ts';

/** Finds federation's directives in a document, under the names that its links give them. */
export class FederationDirectives {
  readonly #names = new Map<string, string>();

  constructor(document: DocumentNode) {
    for (const link of linksOf(document)) {
      const { url, as } = directiveArguments(link);
      if (typeof url !== 'string' || specificationName(url) !== 'federation') continue;
      const prefix = typeof as === 'string' ? as : 'federation';
      for (const name of ['key', 'requires']) this.#names.set(`${prefix}__${name}`, name);
      for (const { name, as: alias } of importsOf(link)) this.#names.set(alias.slice(1), name.slice(1));
    }
  }

  /** The selections of `@key(fields:)` or `@requires(fields:)` on a node, each application's. */
  fieldSetsOf(node: Annotated, directive: 'key' | 'requires'): readonly string[] {
    return (node.directives ?? []).flatMap((applied) => {
      const name = applied.name.value;
      // Unlinked, the plain names are those of federation 1.
      if (name !== directive && this.#names.get(name) !== directive) return [];
      const value = applied.arguments?.find((argument) => argument.name.value === 'fields')?.value;
      return value?.kind === Kind.STRING ? [value.value] : [];
    });
  }
}

/** Whatever a directive may stand on. */
interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}
