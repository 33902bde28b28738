import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** The directives that carry rules, by what they mean and not by what a schema calls them. */
export type RuleKind = 'hasRole' | 'authenticated' | 'requiresScopes' | 'policy';

const RULE_KINDS: readonly RuleKind[] = ['hasRole', 'authenticated', 'requiresScopes', 'policy'];

function isRuleKind(name: string): name is RuleKind {
  return RULE_KINDS.some((kind) => kind === name);
}

/** The specification's name in a link URL: `.../authenticated/v0.1` gives `authenticated`. */
export function specificationName(url: string): string {
  const segments = url.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  return (/^v\d/.test(last) ? segments.at(-2) : last) ?? '';
}

/** The arguments of a directive as plain values. */
export function directiveArguments(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

/** Every `@link` of a document, on the schema definition and on its extensions. */
export function linksOf(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter((directive) => directive.name.value === 'link')
      : [],
  );
}

/** One entry of `@link(import:)`: a name, or a name and what it is called here. */
function parseImport(entry: unknown): { name: string; as: string } | undefined {
  if (typeof entry === 'string') return { name: entry, as: entry };
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return undefined;
  const { name } = entry;
  if (typeof name !== 'string') return undefined;
  return { name, as: 'as' in entry && typeof entry.as === 'string' ? entry.as : name };
}

/**
 * Which directive name means which rule in this document, after the renaming rules of the link specification
 * (https://specs.apollo.dev/link/v1.0, sections on `as` and `import`).
 *
 * The standard names always count, linked or not: a rule read where none was meant refuses too much and is
 * noticed; a rule overlooked lets strangers in and is not.
 */
export function ruleDirectiveNames(document: DocumentNode): ReadonlyMap<string, RuleKind> {
  const names = new Map<string, RuleKind>(RULE_KINDS.map((kind) => [kind, kind]));
  for (const link of linksOf(document)) {
    const { url, as, import: imports } = directiveArguments(link);
    const specification = typeof url === 'string' ? specificationName(url) : '';
    const prefix = typeof as === 'string' ? as : specification;
    for (const kind of RULE_KINDS) names.set(`${prefix}__${kind}`, kind);
    if (isRuleKind(specification)) names.set(prefix, specification);
    for (const entry of Array.isArray(imports) ? imports : []) {
      const imported = parseImport(entry);
      const kind = imported?.name.replace(/^@/, '');
      if (imported && kind !== undefined && isRuleKind(kind)) names.set(imported.as.replace(/^@/, ''), kind);
    }
  }
  return names;
}
