import assert from 'node:assert/strict';
import { buildSchema } from 'graphql';
import { findRunningSystem } from '../../deploy/local/run-file.ts';
import { createUsageReport, sendUsageReport } from '../rover/report-usage.ts';
import { type RoverRun, type RoverTarget, runRover } from '../rover/run-rover.ts';
import type { SystemAddresses } from '../running-system.ts';

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
  @link(url: "https://shop.example/rules/v1.0", import: ["@hasRole"])
  @composeDirective(name: "@hasRole")
"One of the roles." directive @hasRole("Which." roles: [Role!]!) on FIELD_DEFINITION | OBJECT
"A role." enum Role { "Some." CLERK "More." BOSS }
`;
const firstUsers = `${link}
type Query {
  "All users."
  users: [User!] @authenticated
}
"A person."
type User @key(fields: "id") @authenticated {
  "Unique."
  id: ID!
  "The name."
  name: String
  "Nobody asks."
  nickname: String
  "The pay."
  pay: Int @hasRole(roles: [BOSS])
}
`;
const remark = 'field_without_a_description: Int';

/** Schemas of the subgraph `users`: as it was, as it runs, one that breaks a client and shows the pay, and one that does not compose. */
export const usersSdl = {
  first: firstUsers,
  running: firstUsers.replace('"Nobody asks."', '"How old."\n  age: Int\n  "Nobody asks."'),
  breaking: firstUsers
    .replace('"The name."\n  name: String\n', `${remark}\n`)
    .replace(' @hasRole(roles: [BOSS])', ''),
  broken: 'type Query { posts: Int }\n',
} as const;

/** The graph that tests look at. */
export const shopRef = 'shop@current';
/** The longest names that Rover takes. */
export const longGraph = `l${'ong'.repeat(21)}`;
export const longSubgraph = `s${'ubgraph'.repeat(9)}`;
/** The number of requests with `ListUsers` that a client of the shop has sent. */
export const listUsersCount = 1_234;

const api = buildSchema('type Query { users: [User!] } type User { id: ID! name: String nickname: String }');

/** The registry of a system, as stock Rover sees it. */
export class ShopGraph {
  readonly registry: RoverTarget;

  private constructor(registry: RoverTarget) {
    this.registry = registry;
  }

  /**
   * Publishes a graph to the registry of a system: three launches that composed and one that did not, and the usage of one client.
   * Another graph has long names and one launch.
   */
  static async publish({ environment }: SystemAddresses): Promise<ShopGraph> {
    const { registry } = await findRunningSystem(environment['DATA_DIR'] ?? '');
    const shop = new ShopGraph({ address: registry.url, key: registry.key });
    await shop.#publish('users', usersSdl.first);
    await shop.#publish('posts', 'type Query { "All." posts: [String!] }');
    await shop.#publish('users', usersSdl.running);
    await shop.#publish('users', usersSdl.broken);
    await shop.#publish(longSubgraph, 'type Query { one: Int }', `${longGraph}@current`);
    const query = 'query ListUsers { users { id name } }';
    const report = createUsageReport(shopRef, api, [{ client: 'web', query, count: listUsersCount }]);
    const { status } = await sendUsageReport({ address: registry.url, gatewayKey: registry.key }, report);
    assert.equal(status, 204);
    return shop;
  }

  /** Checks a schema of `users` as a build does, on a branch. */
  async check(sdl: string, branch: string): Promise<RoverRun & { readonly targetUrl: string }> {
    const args = ['subgraph', 'check', shopRef, '--name', 'users', '--schema', '-'];
    const run = await runRover(this.registry, args, { input: sdl, environment: toGitVariables(branch) });
    const [targetUrl = ''] = /http:\/\/localhost:\d+\/graph\/\S+/.exec(run.stdout + run.stderr) ?? [];
    return { ...run, targetUrl };
  }

  async #publish(subgraph: string, sdl: string, ref = shopRef): Promise<void> {
    const url = `http://${subgraph}.example/graphql`;
    const args = ['subgraph', 'publish', ref, '--name', subgraph, '--schema', '-', '--routing-url', url];
    const environment = toGitVariables('main');
    const { code, stderr } = await runRover(this.registry, [...args, '--convert'], {
      input: sdl,
      environment,
    });
    assert.equal(code, 0, stderr);
  }
}

/** The variables by which a build tells Rover where a schema comes from. */
function toGitVariables(branch: string): Readonly<Record<string, string>> {
  return {
    APOLLO_VCS_BRANCH: branch,
    APOLLO_VCS_COMMIT: 'f00dcafe0123456789',
    APOLLO_VCS_AUTHOR: 'Ada Lovelace <ada@shop.example>',
    APOLLO_VCS_REMOTE_URL: 'https://git.example/shop',
  };
}
