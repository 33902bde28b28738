import { availableParallelism, loadavg } from 'node:os';
import { describeMachine } from '../markdown.ts';
import { type Contender, contenders, type Site } from './contenders.ts';
import { leaveGatewayCpu, type PinnedProcess, startGateway } from './gateway-process.ts';
import type { LoadRequest } from './load/load.ts';
import { askOnce, countKeys, Figures, measure } from './measure.ts';
import { parseGatewayOptions } from './options.ts';
import { toTable } from './report.ts';
import { toCanonicalData } from './same-answers.ts';
import { type RunningSite, startSite } from './site.ts';
import { createStores } from './stores.ts';
import { describeSubgraphs } from './subgraphs-alone.ts';
import { type Workload, workloads } from './workloads.ts';

/**
 * This gateway beside stock @apollo/gateway, Hive Gateway and what Node allows, over subgraphs of its own: the gateway that
 * is measured has a processor to itself, and rows take turns. Everybody's answers are compared.
 */
const options = parseGatewayOptions(workloads.map(({ name }) => name));
const isChosen = ({ name, isOnDemand = false }: Contender) =>
  options.only.length === 0 ? !isOnDemand : options.only.some((text) => name.toLowerCase().includes(text));

await leaveGatewayCpu(availableParallelism());
console.log(
  `${describeMachine()}, load ${loadavg()[0]?.toFixed(1)}. ${options.repeats} turns of ${options.seconds} s for each row, ` +
    'after at least half of that without measuring.',
);
{
  await using site = await startSite();
  await using stores = createStores();
  console.log(await describeSubgraphs(site, options.seconds));
  for (const workload of workloads.filter(({ name }) => options.workloads.includes(name))) {
    const rows = await measureAll({ ...site, stores }, workload);
    console.log(`\n## ${workload.name}: ${workload.description}\n\n${toTable(rows)}`);
  }
}

/** On gateways that are fresh for each workload, or for each turn, so that none remembers another one. */
async function measureAll(
  site: RunningSite & Pick<Site, 'stores'>,
  workload: Workload,
): Promise<ReadonlyMap<string, Figures>> {
  const all = new Map<string, Figures>();
  for (let turn = 0; turn < options.repeats; turn += options.fresh ? 1 : options.repeats) {
    await using stack = new AsyncDisposableStack();
    const entries: Entry[] = [];
    for (const contender of contenders.filter(isChosen)) {
      const { name, isGuard = false, isFloor = false } = contender;
      if (isFloor && workload.hasNoFloor) continue;
      const gateway = stack.use(await start(contender, site, workload));
      const requests = await workload.createRequests(site.issuer, isGuard);
      const figures = all.get(name) ?? new Figures();
      all.set(name, figures);
      entries.push({ name, gateway, requests, figures });
    }
    await compareAnswers(site, entries);
    for (let repeat = 0; repeat < (options.fresh ? 1 : options.repeats); repeat += 1)
      // Each is first and last in turn.
      for (const { gateway, requests, figures } of rotate(entries, turn + repeat))
        await measure(figures, {
          gateway,
          site,
          requests,
          workload,
          seconds: options.seconds,
          isNew: repeat === 0,
        });
  }
  return all;
}

function start(
  { isGuard = false, toLaunch }: Contender,
  site: RunningSite & Pick<Site, 'stores'>,
  { isGuarded = false, hasCallers = false }: Workload,
): Promise<PinnedProcess> {
  const supergraphFile = site.supergraphFiles[isGuarded && isGuard ? 'guarded' : 'open'];
  return startGateway((port) => toLaunch({ ...site, supergraphFile, hasCallers }, port));
}

function rotate<Value>(values: readonly Value[], by: number): readonly Value[] {
  const first = by % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

interface Entry {
  readonly name: string;
  readonly gateway: PinnedProcess;
  readonly requests: readonly LoadRequest[];
  readonly figures: Figures;
}

/**
 * Sends each different body to every gateway once.
 *
 * @throws when two gateways answer with different data, or one does not let a token go on.
 */
async function compareAnswers(site: RunningSite, entries: readonly Entry[]): Promise<void> {
  const firsts: string[] = [];
  for (const { name, gateway, requests, figures } of entries) {
    const bodies = new Map(requests.map((request) => [request.body, request]));
    for (const [index, request] of [...bodies.values()].entries()) {
      const { answer, work } = await askOnce(gateway, site, request);
      if (figures.answers === 0) for (const key of countKeys) figures.alone[key] += work[key];
      figures.answerBytes.set(request.body, Buffer.byteLength(answer));
      if (request.authorization !== undefined && work.authorized !== work.requests)
        throw new Error(`${name} sends ${work.authorized} of ${work.requests} requests with the token.`);
      const data = toCanonicalData(answer);
      firsts[index] ??= data;
      if (data !== firsts[index])
        throw new Error(`${name} answers ${answer.slice(0, 500)}\nand not ${firsts[index].slice(0, 500)}`);
    }
  }
}
