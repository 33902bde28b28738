/** The use of a route: a request that is answered, or a connection that stays. */
export type RouteUse = 'request' | 'subscription';

/**
 * The end of an attempt over a route. `reached`: whatever the answer was, somebody is there. `failed`: the connection could not
 * be had, or broke without an answer. `left`: nobody waited for the end.
 */
export type RouteEnd = 'reached' | 'failed' | 'left';

/** One address at which a subgraph is asked. */
export interface SubgraphRoute {
  readonly url: string;
  /** The IP address of the host of `url`, where it was looked up before. */
  readonly ip?: string | undefined;
  /** Notes the end of the attempt; only the first call counts. */
  end(how: RouteEnd): void;
}

/** The ways to the subgraphs of one supergraph. */
export interface SubgraphRoutes {
  /**
   * Finds the route for the next attempt, whose end the caller must note.
   *
   * @param tried the routes of earlier attempts for the same request, which are not given again
   * @returns `undefined` if there is no other one; there is always one for the first attempt
   * @throws {TypeError} if there is no such subgraph
   */
  find(subgraph: string, use: RouteUse, tried: readonly SubgraphRoute[]): SubgraphRoute | undefined;
}

/** Creates the routes of subgraphs that have one address each. */
export function createFixedRoutes(urls: ReadonlyMap<string, string>): SubgraphRoutes {
  const routes = new Map([...urls].map(([name, url]) => [name, { url, end: () => {} }]));
  return {
    find(subgraph, _use, tried) {
      const route = routes.get(subgraph);
      if (route === undefined) throw new TypeError(`There is no subgraph ${subgraph}.`);
      return tried.length === 0 ? route : undefined;
    },
  };
}

/** True for a query, which may be sent again; mutations may not. The planner writes all operations that this is asked for. */
export function isRepeatable(query: string): boolean {
  return /^\s*(query\b|\{)/.test(query);
}
