import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type StringValueNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { ownDefinitions } from '#platform/schema-lint/own-definitions.ts';
import type { LintDiagnostic, LintRule } from './lint-diagnostic.ts';
import { toTextPosition, toTextRange } from './text-range.ts';

const maxTokens = 500_000;
const maxDiagnostics = 500;

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** A place that a rule does not want, before it is located in the text. */
interface Finding {
  readonly rule: LintRule;
  readonly coordinate: string;
  readonly message: string;
  readonly node: ASTNode;
}

/**
 * Checks the text of a schema by rules of Apollo's linter. With a base, findings that the base has already are left out, so
 * that a change is told of its own alone.
 */
export function lintSdl(sdl: string, base?: string): LintDiagnostic[] {
  const parsed = parseSdl(sdl);
  if (parsed instanceof GraphQLError) return [toSyntaxDiagnostic(parsed, sdl)];
  const known = new Set(base === undefined ? [] : listKnown(base));
  return findAll(parsed)
    .filter((finding) => !known.has(toKey(finding)))
    .slice(0, maxDiagnostics)
    .map(({ rule, coordinate, message, node }) => ({
      rule,
      level: 'WARNING',
      coordinate,
      message,
      range: toTextRange(node, sdl),
    }));
}

function parseSdl(sdl: string): DocumentNode | GraphQLError {
  try {
    return parse(sdl, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function toSyntaxDiagnostic(error: GraphQLError, sdl: string): LintDiagnostic {
  const start = toTextPosition(sdl, error.positions?.[0] ?? 0);
  return {
    rule: 'DOES_NOT_PARSE',
    level: 'ERROR',
    coordinate: '',
    message: error.message,
    range: { start, end: start },
  };
}

function listKnown(base: string): string[] {
  const parsed = parseSdl(base);
  return parsed instanceof GraphQLError ? [] : findAll(parsed).map(toKey);
}

function toKey({ rule, coordinate }: Finding): string {
  return `${rule} ${coordinate}`;
}

function findAll(document: DocumentNode): Finding[] {
  return ownDefinitions(document).definitions.flatMap((definition): Finding[] => {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
      return findUndescribed(definition, `@${definition.name.value}`);
    }
    return isTypeNode(definition) ? findInType(definition) : [];
  });
}

function findInType(type: TypeDefinitionNode | TypeExtensionNode): Finding[] {
  const name = type.name.value;
  const isDefinition = type.kind.endsWith('Definition') && !roots.has(name);
  return [
    ...(isDefinition ? findUndescribed(type, name) : []),
    ...(isDefinition
      ? findName('TYPE_NAMES_SHOULD_BE_PASCAL_CASE', /^[A-Z][A-Za-z0-9]*$/, type, name, name)
      : []),
    ...findInMembers(type, name),
  ];
}

function findInMembers(type: TypeDefinitionNode | TypeExtensionNode, name: string): Finding[] {
  if ('values' in type) {
    return (type.values ?? []).flatMap((value) => {
      const coordinate = `${name}.${value.name.value}`;
      const rule = 'ENUM_VALUES_SHOULD_BE_SCREAMING_SNAKE_CASE';
      return [
        ...findUndescribed(value, coordinate),
        ...findName(rule, /^[A-Z][A-Z0-9_]*$/, value, value.name.value, coordinate),
        ...findUnexplained(value, coordinate),
      ];
    });
  }
  if (!('fields' in type)) return [];
  return (type.fields ?? []).flatMap((field) => {
    const coordinate = `${name}.${field.name.value}`;
    const rule = 'FIELD_NAMES_SHOULD_BE_CAMEL_CASE';
    return [
      ...findUndescribed(field, coordinate),
      ...findName(rule, /^_*[a-z][A-Za-z0-9]*$/, field, field.name.value, coordinate),
      ...findUnexplained(field, coordinate),
      ...('arguments' in field ? (field.arguments ?? []) : []).flatMap((argument) =>
        findUndescribed(argument, `${coordinate}(${argument.name.value}:)`),
      ),
    ];
  });
}

function findUndescribed(
  node: ASTNode & { readonly description?: StringValueNode | undefined },
  coordinate: string,
): Finding[] {
  if ((node.description?.value ?? '').trim() !== '') return [];
  const rule = 'ALL_ELEMENTS_REQUIRE_DESCRIPTION';
  return [{ rule, coordinate, message: `${coordinate} has no description.`, node }];
}

function findName(rule: LintRule, form: RegExp, node: ASTNode, name: string, coordinate: string): Finding[] {
  if (form.test(name)) return [];
  const wanted = rule
    .replace(/^.*_SHOULD_BE_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  return [{ rule, coordinate, message: `${coordinate} should be in ${wanted}.`, node }];
}

type WithDirectives = ASTNode & {
  readonly directives?: readonly {
    readonly name: { readonly value: string };
    readonly arguments?: readonly unknown[];
  }[];
};

function findUnexplained(node: WithDirectives, coordinate: string): Finding[] {
  const deprecated = node.directives?.find(({ name }) => name.value === 'deprecated');
  if (deprecated === undefined || (deprecated.arguments?.length ?? 0) > 0) return [];
  const message = `${coordinate} is deprecated without a reason.`;
  return [{ rule: 'DEPRECATED_DIRECTIVE_MISSING_REASON', coordinate, message, node }];
}

function isTypeNode(
  definition: DocumentNode['definitions'][number],
): definition is TypeDefinitionNode | TypeExtensionNode {
  return definition.kind.endsWith('TypeDefinition') || definition.kind.endsWith('TypeExtension');
}
