import { availableParallelism, loadavg } from 'node:os';
import { describeMachine } from '../markdown.ts';
import { type Contender, contenders } from './contenders.ts';
import { leaveGatewayCpu, type PinnedProcess, startGateway } from './gateway-process.ts';
import { askOnce, Figures, measure } from './measure.ts';
import { parseGatewayOptions } from './options.ts';
import { toTable } from './report.ts';
import { toCanonicalData } from './same-answers.ts';
import { type RunningSite, startSite } from './site.ts';
import { type Workload, workloads } from './workloads.ts';

/**
 * This gateway beside stock @apollo/gateway, Hive Gateway and what Node allows, over subgraphs of its own: the gateway that
 * is measured has a processor to itself, and rows take turns. Everybody's answers are compared.
 */
const options = parseGatewayOptions(workloads.map(({ name }) => name));
const isChosen = ({ name }: Contender) =>
  options.only.length === 0 || options.only.some((text) => name.toLowerCase().includes(text));

await leaveGatewayCpu(availableParallelism());
console.log(
  `${describeMachine()}, load ${loadavg()[0]?.toFixed(1)}. ${options.repeats} turns of ${options.seconds} s for each row, ` +
    'after half of that without measuring.',
);
{
  await using site = await startSite();
  for (const workload of workloads.filter(({ name }) => options.workloads.includes(name))) {
    const rows = await measureAll(site, workload);
    console.log(`\n## ${workload.name}: ${workload.description}\n\n${toTable(rows)}`);
  }
}

/** On gateways that are fresh for each workload, so that none remembers another one. */
async function measureAll(site: RunningSite, workload: Workload): Promise<ReadonlyMap<string, Figures>> {
  const chosen = contenders.filter(
    (contender) => isChosen(contender) && (workload.hasFloor || contender.isFloor !== true),
  );
  await using stack = new AsyncDisposableStack();
  const gateways = new Map<Contender, PinnedProcess>();
  for (const contender of chosen)
    gateways.set(contender, stack.use(await startGateway((port) => contender.toLaunch(site, port))));
  const rows = new Map(chosen.map(({ name }) => [name, new Figures()]));
  const entries = [...gateways].flatMap(([{ name }, gateway]) => {
    const figures = rows.get(name);
    return figures === undefined ? [] : [{ name, gateway, figures }];
  });
  await compareAnswers(site, workload, entries);
  for (let turn = 0; turn < options.repeats; turn += 1)
    for (const { gateway, figures } of entries)
      await measure(figures, { gateway, site, workload, seconds: options.seconds });
  return rows;
}

interface Entry {
  readonly name: string;
  readonly gateway: PinnedProcess;
  readonly figures: Figures;
}

/** @throws when two gateways answer a request of the workload with different data. */
async function compareAnswers(
  site: RunningSite,
  { name, requests }: Workload,
  entries: readonly Entry[],
): Promise<void> {
  for (const request of requests) {
    let first: { readonly name: string; readonly data: string; readonly answer: string } | undefined;
    for (const entry of entries) {
      const { answer, work } = await askOnce(entry.gateway, site, request);
      entry.figures.alone = work;
      entry.figures.answerBytes.push(Buffer.byteLength(answer));
      const data = toCanonicalData(answer);
      first ??= { name: entry.name, data, answer };
      if (data !== first.data)
        throw new Error(
          `${name}: ${entry.name} answers ${answer.slice(0, 500)}, unlike ${first.name} with ${first.answer.slice(0, 500)}`,
        );
    }
  }
}
