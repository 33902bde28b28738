import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

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
export function directiveArguments(directive: ConstDirectiveNode | DirectiveNode): Record<string, unknown> {
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

/** One thing that a link imports, and what it is called here. Directives keep their `@`. */
export interface LinkImport {
  readonly name: string;
  readonly as: string;
}

/** The entries of `@link(import:)`: names, or objects that rename. */
export function importsOf(link: ConstDirectiveNode): LinkImport[] {
  const { import: entries } = directiveArguments(link);
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => parseImport(entry) ?? []);
}

function parseImport(entry: unknown): LinkImport | undefined {
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
    const { url, as } = directiveArguments(link);
    const specification = typeof url === 'string' ? specificationName(url) : '';
    const prefix = typeof as === 'string' ? as : specification;
    for (const kind of RULE_KINDS) names.set(`${prefix}__${kind}`, kind);
    if (isRuleKind(specification)) names.set(prefix, specification);
    for (const imported of importsOf(link)) {
      const kind = imported.name.replace(/^@/, '');
      if (isRuleKind(kind)) names.set(imported.as.replace(/^@/, ''), kind);
    }
  }
  return names;
}
