import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../running-system.ts';
import { Desk } from './desk.ts';

/** The running system as cases use it. */
export interface Place extends AsyncDisposable {
  readonly system: RunningSystem;
  /** The seller's time zone, in which it is another day than in UTC. */
  readonly zone: string;
  /** Asks the gateway as a billing manager. Tokens live for five minutes, so each question has one of its own. */
  readonly ask: GraphqlClient;
  /** Asks the gateway as somebody with all roles. */
  readonly askAsAdmin: GraphqlClient;
  /** A folder with a copy of a case's inputs, to run the batch worker in. */
  openDesk(inputs: string): Promise<Desk>;
}

/** Starts the whole system with the demo and without the simulator, so that every sum is known. */
export async function openPlace(): Promise<Place> {
  await using opened = new AsyncDisposableStack();
  const zone = findZoneOfAnotherDay(new Date());
  const environment = { ...(await createSystemEnvironment()), SELLER_TIME_ZONE: zone };
  const system = await startRunningSystem({ environment, flags: ['--no-simulator'] });
  opened.defer(() => system.stop());
  const folder = await mkdtemp(join(tmpdir(), 'facturation-cases-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const all = opened.move();
  return {
    system,
    zone,
    ask: askAs(system, 'billing-manager'),
    askAsAdmin: askAs(system, 'admin'),
    async openDesk(inputs) {
      const desk = await mkdtemp(join(folder, 'desk-'));
      await cp(inputs, desk, { recursive: true, filter: (path) => !path.endsWith('.ts') });
      return new Desk(desk, system.environment);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function askAs(system: RunningSystem, user: string): GraphqlClient {
  return async (query, variables) =>
    createGraphqlClient(system.gatewayUrl, await system.tokenOf(user))(query, variables);
}

/** UTC+14 or UTC-11: at every hour one of them has another day than UTC. */
function findZoneOfAnotherDay(now: Date): string {
  return now.getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago';
}
