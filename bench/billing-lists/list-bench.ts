import type { Sql } from 'postgres';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import {
  type FilterCase,
  filterCases,
  orders,
  type Place,
  places,
  summaryCases,
  toPageArguments,
} from './list-cases.ts';
import type { ListBenchOptions } from './options.ts';
import { explainStatements, type SentStatement } from './plans.ts';
import { readCursors } from './read-cursors.ts';
import { Timings } from './timings.ts';

/** A table of figures. */
interface FigureTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface ListBenchParts {
  /** A client with a new token, which is valid for five minutes. */
  readonly connect: () => Promise<GraphqlClient>;
  readonly sql: Sql;
  /** The statements that the subgraph sends, newest last. */
  readonly sent: SentStatement[];
  readonly options: ListBenchOptions;
}

/** A call whose plan is shown: the slowest of its kind. */
interface Slowest {
  readonly ms: number;
  readonly statements: readonly SentStatement[];
  readonly order: string;
}

/** Shorter than a token is valid. */
const tokenMs = 120_000;

const listFields = `edges { cursor node { id number status issueDate dueDate total { amount currency }
  customerSnapshot { displayName } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const listQuery = `query ($first: Int, $after: String, $last: Int, $filter: InvoiceFilter, $orderBy: InvoiceOrder) {
  invoices(first: $first, after: $after, last: $last, filter: $filter, orderBy: $orderBy) { ${listFields} } }`;
const countQuery = `query ($filter: InvoiceFilter) {
  invoices(first: 1, filter: $filter) { totalCount isTotalCountExact sums { currency total { amount } } } }`;
const summaryQuery = `query ($groupBy: InvoiceSummaryGrouping!, $from: Date, $to: Date, $filter: InvoiceSummaryFilter) {
  invoiceSummary(groupBy: $groupBy, from: $from, to: $to, filter: $filter) {
    groupCount sums { currency total { amount } } groups { day status sku product { id } customer { id }
      sums { currency count total { amount } } lineSums { currency quantity netTotal { amount } } } } }`;
const invoiceQuery = 'query ($id: ID!) { invoice(id: $id) { id number status issueDate dueDate } }';

/** Sends the queries one after the other and keeps the times. */
export class ListBench {
  readonly #parts: ListBenchParts;
  #client: { readonly send: GraphqlClient; readonly since: number } | undefined;

  constructor(parts: ListBenchParts) {
    this.#parts = parts;
  }

  /** Measures all of it. */
  async run(): Promise<FigureTable[]> {
    await this.#warmUp();
    const cursors = new Map<string, string[]>();
    for (const order of orders) {
      cursors.set(toName(order), await readCursors(this.#parts.sql, await this.#connect(), order));
    }
    const chosen = filterCases.filter(({ name }) => name.includes(this.#parts.options.only));
    const floor = await this.#measureFloor();
    const lists: string[][] = [];
    const counts: string[][] = [];
    for (const filter of chosen) {
      lists.push(await this.#measureFilter(filter, cursors));
      counts.push(await this.#measureCount(filter));
      console.error(lists.at(-1)?.slice(0, 8).join(' | '), '| count', counts.at(-1)?.slice(1, 3).join(' '));
    }
    return [
      { title: 'Floor', header: ['query', 'p50 ms', 'p95 ms'], rows: floor },
      {
        title: 'Pages of 25, each filter in all twelve orders',
        header: [
          'filter',
          'p50 ms',
          'p95 ms',
          'first p95',
          'deep p95',
          'last p95',
          'slowest ms',
          'its order',
          'its plan',
        ],
        rows: lists,
      },
      {
        title: 'Summaries',
        header: ['summary', 'p50 ms', 'p95 ms', 'slowest plan'],
        rows: await this.#measureSummaries(),
      },
      {
        title: 'Count and sums of each filter',
        header: ['filter', 'p50 ms', 'p95 ms', 'slowest plan'],
        rows: counts,
      },
    ];
  }

  async #connect(): Promise<GraphqlClient> {
    const known = this.#client;
    if (known !== undefined && performance.now() - known.since < tokenMs) return known.send;
    const send = await this.#parts.connect();
    this.#client = { send, since: performance.now() };
    return send;
  }

  async #warmUp(): Promise<void> {
    for (let nth = 0; nth < 200; nth += 1) await this.#call(listQuery, { first: 25 });
  }

  async #measureFloor(): Promise<string[][]> {
    const empty = new Timings();
    const byId = new Timings();
    const ids = await this.#parts.sql<{ id: string }[]>`
      select id from billing.invoices tablesample bernoulli (1) limit 200`;
    for (const { id } of ids) {
      const start = performance.now();
      await this.#parts.sql`select 1`;
      empty.add(performance.now() - start);
      byId.add((await this.#call(invoiceQuery, { id })).ms);
    }
    return [
      ['select 1 by the client alone', ...toFigures(empty)],
      ['invoice(id) by the subgraph', ...toFigures(byId)],
    ];
  }

  async #measureFilter(filter: FilterCase, cursors: ReadonlyMap<string, string[]>): Promise<string[]> {
    const byPlace = new Map<Place, Timings>(places.map((place) => [place, new Timings()]));
    let slowest: Slowest | undefined;
    for (const orderBy of orders) {
      for (const [place, timings] of byPlace) {
        for (let nth = 0; nth < this.#parts.options.samples; nth += 1) {
          const deep = cursors.get(toName(orderBy)) ?? [];
          const page = toPageArguments(place, deep[(nth * 4) % deep.length] ?? '');
          const call = await this.#call(listQuery, { ...page, filter: filter.toFilter(nth), orderBy });
          timings.add(call.ms);
          if (slowest === undefined || call.ms > slowest.ms)
            slowest = { ...call, order: `${toName(orderBy)}, ${place}` };
        }
      }
    }
    const all = new Timings();
    for (const timings of byPlace.values()) all.addAll(timings);
    const placed = [...byPlace.values()].map((timings) => timings.at(0.95).toFixed(1));
    return [filter.name, ...toFigures(all), ...placed, ...(await this.#describe(slowest))];
  }

  async #measureCount(filter: FilterCase): Promise<string[]> {
    const timings = new Timings();
    let slowest: Slowest | undefined;
    for (let nth = 0; nth < this.#parts.options.samples * 2; nth += 1) {
      const call = await this.#call(countQuery, { filter: filter.toFilter(nth) });
      timings.add(call.ms);
      if (slowest === undefined || call.ms > slowest.ms) slowest = { ...call, order: '' };
    }
    return [filter.name, ...toFigures(timings), (await this.#describe(slowest)).at(-1) ?? ''];
  }

  async #measureSummaries(): Promise<string[][]> {
    const rows: string[][] = [];
    for (const { name, toVariables } of summaryCases) {
      const timings = new Timings();
      let slowest: Slowest | undefined;
      for (let nth = 0; nth < this.#parts.options.samples * 2; nth += 1) {
        const call = await this.#call(summaryQuery, toVariables(nth));
        timings.add(call.ms);
        if (slowest === undefined || call.ms > slowest.ms) slowest = { ...call, order: '' };
      }
      rows.push([name, ...toFigures(timings), (await this.#describe(slowest)).at(-1) ?? '']);
      console.error(rows.at(-1)?.slice(0, 3).join(' | '));
    }
    return rows;
  }

  async #describe(slowest: Slowest | undefined): Promise<string[]> {
    if (slowest === undefined) return [];
    const plan = await explainStatements(this.#parts.sql, slowest.statements);
    return [slowest.ms.toFixed(1), slowest.order, plan];
  }

  async #call(
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<{ ms: number; statements: SentStatement[] }> {
    this.#parts.sent.length = 0;
    const send = await this.#connect();
    const start = performance.now();
    const { errors } = await send(query, variables);
    const ms = performance.now() - start;
    if (errors.length > 0) throw new Error(`${errors[0]?.message} for ${JSON.stringify(variables)}`);
    return { ms, statements: [...this.#parts.sent] };
  }
}

const toName = ({ field, direction }: { field: string; direction: string }) => `${field} ${direction}`;
const toFigures = (timings: Timings) => [timings.at(0.5).toFixed(1), timings.at(0.95).toFixed(1)];
