import { readFile } from 'node:fs/promises';
import type { IssuerAddress } from '#platform/tokens/issuer-address.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { createApiClient } from './api-client.ts';
import { type DemoState, findDemoState } from './demo-state.ts';
import { type LoadReport, loadPlan } from './load-plan.ts';
import { toPlan } from './plan.ts';
import { decodeText, parseRetailFile } from './retail-file.ts';

export interface LoadDemoOptions extends IssuerAddress {
  /** Where the gateway answers GraphQL. */
  readonly gatewayUrl: string;
  /** A client with a service account that may manage customers, products and invoices. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signal: AbortSignal;
  /** The file to load; the sample beside this module when absent. */
  readonly file?: string | URL | undefined;
}

export type DemoOutcome =
  | { readonly state: 'empty' | 'begun'; readonly report: LoadReport }
  | { readonly state: Exclude<DemoState, 'empty' | 'begun'>; readonly report?: undefined };

/**
 * Fills an empty system with the demo's data, or finishes a load that was interrupted. Leaves every other system as it
 * is.
 *
 * @throws {ApiError} when the API cannot be reached or refuses more than single items.
 */
export async function loadDemo(options: LoadDemoOptions): Promise<DemoOutcome> {
  const file = options.file ?? new URL('online-retail-sample.csv', import.meta.url);
  const bytes = await readFile(file);
  const token = new ServiceToken(options);
  const plan = toPlan(parseRetailFile(decodeText(bytes)));
  const api = createApiClient({
    url: options.gatewayUrl,
    getToken: () => token.get(),
    signal: options.signal,
  });
  const state = await findDemoState(api, plan);
  if (state === 'loaded' || state === 'other data') return { state };
  return { state, report: await loadPlan(api, plan) };
}
