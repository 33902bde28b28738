import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseAst } from 'vite';

/** A route with a page that is loaded when somebody goes there. */
export interface RoutePage {
  /** Such as `/invoices/$id`. */
  readonly path: string;
  /** The module of the page, from the root on. */
  readonly page: string;
  /** The parts of the texts that are loaded with it. */
  readonly texts: readonly string[];
}

/** A node of a syntax tree (ESTree). */
interface SyntaxNode {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Reads routes from the source of the module that creates them: each `createRoute` with a path that imports a page. */
export async function readRoutePages(root: string, module: string): Promise<readonly RoutePage[]> {
  const program = parseAst(await readFile(join(root, module), 'utf8'), { lang: 'tsx' });
  return findCalls(program, 'createRoute').flatMap((route) => {
    const [path] = [...walk(route)].filter(isPathProperty).flatMap(({ value }) => toTexts(value));
    const [page] = [...walk(route)]
      .filter(({ type }) => type === 'ImportExpression')
      .flatMap(({ source }) => toTexts(source));
    if (path === undefined || page === undefined) return [];
    const texts = findCalls(route, 'withTexts').flatMap((call) => toTexts(call['arguments']));
    return [{ path, page: relative(root, join(root, dirname(module), page)), texts }];
  });
}

function findCalls(root: unknown, name: string): SyntaxNode[] {
  return [...walk(root)].filter(
    ({ type, callee }) => type === 'CallExpression' && isNode(callee) && callee['name'] === name,
  );
}

function isPathProperty({ type, key }: SyntaxNode): boolean {
  return type === 'Property' && isNode(key) && key['name'] === 'path';
}

/** The texts of a literal, or of those in a list; not those of functions, which are code. */
function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toTexts);
  if (!isNode(value)) return [];
  if (value.type === 'ArrayExpression') return toTexts(value['elements']);
  return value.type === 'Literal' && typeof value['value'] === 'string' ? [value['value']] : [];
}

function* walk(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const one of value) yield* walk(one);
  if (!isNode(value)) return;
  yield value;
  for (const member of Object.values(value)) yield* walk(member);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
