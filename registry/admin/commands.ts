import { Command, InvalidArgumentError } from 'commander';
import { desc, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { type Author, operatorAuthor } from '../author.ts';
import { findApprovalProblems } from '../checks/approval-problems.ts';
import { approveChange, maxApprovalDays, usualApprovalDays, withdrawApproval } from '../checks/approvals.ts';
import { formatGraphRef, type GraphRef, parseGraphRef } from '../graphs/graph-ref.ts';
import type { Variant } from '../graphs/launch.ts';
import { rollBack } from '../graphs/roll-back.ts';
import { auditEntries, launches } from '../graphs/tables.ts';
import { type KeyRight, keyRights, type SubgraphIdentifier } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { printRows } from './print-rows.ts';

/** The newest entries that a list shows. */
const maxListed = 50;

/** The parts of the registry that commands use. */
export type AdminParts = Pick<RegistryParts, 'db' | 'graphs' | 'keys' | 'launcher'>;

/**
 * Creates the commands of an operator, who has the database and needs no key.
 *
 * @param open opens the database, once a command needs it
 * @param print shows text to the person at the terminal
 */
export function createAdminCommands(
  open: () => Promise<AdminParts>,
  print: (text: string) => void,
  signal: AbortSignal,
): Command {
  const program = new Command('registry').description('Administers the schema registry, in its database.');
  const key = program.command('key').description('API keys');

  key
    .command('create')
    .description('create a key and show it, once')
    .argument('<name>', 'a name that tells people whose it is')
    .requiredOption('--rights <rights>', `between commas: ${keyRights.join(', ')}`, parseRights)
    .option('--graph <graph>', 'the one graph that it is for; without it, all')
    .option(
      '--subgraphs <refs...>',
      'the only subgraphs that it may change, as graph@variant:subgraph',
      parseSubgraph,
    )
    .action(async (name: string, options: KeyOptions) => {
      const { rights, graph, subgraphs } = options;
      const { keys } = await open();
      const { id, secret } = await keys.create({ name, graph, rights, subgraphs }, operatorAuthor);
      print(`${secret}\nIt is key ${id}. Keep it: it is not shown again.`);
    });

  key
    .command('list')
    .option('--graph <graph>', 'of one graph; without it, the keys for all graphs')
    .action(async ({ graph }: { graph?: string }) => {
      const rows = (await (await open()).keys.list(graph)).map((one) => [
        one.id,
        one.name,
        `...${one.ending}`,
        one.rights.join(','),
        one.createdAt.toISOString(),
      ]);
      print(printRows([['id', 'name', 'key', 'rights', 'created'], ...rows]));
    });

  key
    .command('delete')
    .argument('<id>')
    .option('--graph <graph>', 'the graph that it is for; without it, one for all graphs')
    .action(async (id: string, { graph }: { graph?: string }) => {
      await (await open()).keys.delete(id, graph, operatorAuthor);
      print(`Key ${id} is deleted.`);
    });

  program
    .command('launches')
    .description('the newest launches of a variant')
    .argument('<ref>', 'graph@variant', parseRef)
    .action(async (ref: GraphRef) => {
      const parts = await open();
      const { id } = await requireVariant(parts, ref);
      const rows = await listLaunches(parts.db, id);
      print(printRows([['launch', 'cause', 'subgraph', 'result', 'at'], ...rows]));
    });

  program
    .command('rollback')
    .description('run the supergraph and the subgraphs of an old launch again')
    .argument('<ref>', 'graph@variant', parseRef)
    .argument('<launch>', 'its number', parseNumber)
    .action(async (ref: GraphRef, toNumber: number) => {
      const result = await rollBack(
        (await open()).launcher,
        { ref, toNumber, author: operatorAuthor },
        signal,
      );
      const change = result.changesSupergraph
        ? 'another supergraph runs'
        : 'the same supergraph runs as before';
      print(`Launch ${result.number} of ${formatGraphRef(ref)} is launch ${toNumber} again: ${change}.`);
    });

  program
    .command('approve')
    .description('let a change pass in the checks of a branch, or of all branches')
    .argument('<ref>', 'graph@variant', parseRef)
    .argument('<change>', 'its id, as the check tells it')
    .requiredOption('--reason <reason>', 'the reason')
    .option('--branch <branch>', 'the only branch; without it, all')
    .option(
      '--days <days>',
      `the days for which it holds, 1 to ${maxApprovalDays}`,
      Number,
      usualApprovalDays,
    )
    .action(async (ref: GraphRef, changeId: string, { reason, branch = '', days }: ApproveOptions) => {
      const approval = { changeId, branch, reason: reason.trim(), days };
      const problems = findApprovalProblems(approval);
      if (problems.length > 0)
        throw new RegistryRefusal('BAD_USER_INPUT', problems.map(({ message }) => message).join(' '));
      const parts = await open();
      const variant = await requireVariant(parts, ref);
      const { expiresAt } = await approveChange(parts.db, variant, approval, operatorAuthor);
      const where = branch === '' ? 'all branches' : branch;
      print(`Change ${changeId} passes the checks of ${where} until ${expiresAt.toISOString()}.`);
    });

  program
    .command('withdraw')
    .description('take the approval of a change back')
    .argument('<ref>', 'graph@variant', parseRef)
    .argument('<change>', 'its id')
    .option('--branch <branch>', 'the branch of the approval; without it, the approval for all branches')
    .action(async (ref: GraphRef, changeId: string, { branch = '' }: { branch?: string }) => {
      const parts = await open();
      const variant = await requireVariant(parts, ref);
      const isWithdrawn = await withdrawApproval(parts.db, variant, { changeId, branch }, operatorAuthor);
      print(isWithdrawn ? `Change ${changeId} is not approved any more.` : 'There is no such approval.');
    });

  program
    .command('audit')
    .description('the newest changes, and who made them')
    .option('--graph <graph>', 'of one graph')
    .action(async ({ graph }: { graph?: string }) => {
      print(
        printRows([['at', 'action', 'of', 'subject', 'by'], ...(await listAudit((await open()).db, graph))]),
      );
    });

  return program;
}

interface ApproveOptions {
  readonly reason: string;
  readonly branch?: string;
  readonly days: number;
}

interface KeyOptions {
  readonly rights: readonly KeyRight[];
  readonly graph?: string;
  readonly subgraphs?: readonly SubgraphIdentifier[];
}

async function listLaunches(db: PostgresJsDatabase, variantId: string): Promise<string[][]> {
  const rows = await db
    .select()
    .from(launches)
    .where(eq(launches.variantId, variantId))
    .orderBy(desc(launches.number))
    .limit(maxListed);
  return rows.map(({ number, cause, subgraph, supergraphHash, problems, createdAt }) => [
    String(number),
    cause,
    subgraph ?? '',
    supergraphHash === null ? `${problems.length} problems` : `composed ${supergraphHash.slice(0, 12)}`,
    createdAt.toISOString(),
  ]);
}

async function listAudit(db: PostgresJsDatabase, graph: string | undefined): Promise<string[][]> {
  const rows = await db
    .select()
    .from(auditEntries)
    .where(graph === undefined ? undefined : eq(auditEntries.graph, graph))
    .orderBy(desc(auditEntries.position))
    .limit(maxListed);
  return rows.map((one) => [
    one.at.toISOString(),
    one.action,
    [one.graph, one.variant].filter(Boolean).join('@'),
    one.subject ?? '',
    describeAuthor(one),
  ]);
}

function describeAuthor({ keyName, personId }: Author): string {
  if (personId !== null) return `person ${personId}`;
  return keyName ?? 'an operator';
}

async function requireVariant({ graphs }: AdminParts, ref: GraphRef): Promise<Variant> {
  const variant = await graphs.findVariant(ref);
  if (variant !== undefined) return variant;
  throw new RegistryRefusal('NOT_FOUND', `There is no variant ${formatGraphRef(ref)}.`);
}

function parseRef(text: string): GraphRef {
  const ref = parseGraphRef(text);
  if (ref === undefined) throw new InvalidArgumentError('It must have the form graph@variant.');
  return ref;
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a launch.');
  return Number(text);
}

function parseRights(text: string): readonly KeyRight[] {
  const wanted = text.split(',').map((one) => one.trim().toUpperCase());
  const rights = keyRights.filter((right) => wanted.includes(right));
  if (rights.length === wanted.length) return rights;
  throw new InvalidArgumentError(`Rights are ${keyRights.join(', ')}.`);
}

function parseSubgraph(
  text: string,
  earlier: readonly SubgraphIdentifier[] = [],
): readonly SubgraphIdentifier[] {
  const [, ref = '', subgraph = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
  const parsed = parseGraphRef(ref);
  if (parsed === undefined) throw new InvalidArgumentError('It must have the form graph@variant:subgraph.');
  return [...earlier, { ...parsed, subgraph }];
}
