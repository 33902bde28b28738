import { ownHeaders } from './own-headers.ts';
import type { Problem } from './problem.ts';

const timeoutMs = 15_000;

/** The result of a request to one of the gateway's own paths. */
export type GatewayAnswer<Data> =
  | { readonly kind: 'done'; readonly data: Data }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Asks one of the gateway's own paths, beside GraphQL; it answers JSON. */
export async function askGateway<Data>(path: string, method: 'GET' | 'DELETE'): Promise<GatewayAnswer<Data>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: ownHeaders,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = (await response.json()) as Data & { readonly code?: string; readonly message?: string };
    if (response.ok) return { kind: 'done', data: body };
    const kind = response.status === 401 ? 'session' : response.status === 403 ? 'forbidden' : 'failed';
    return {
      kind: 'failed',
      problem: { kind, code: body.code, message: body.message ?? '', requestId: undefined },
    };
  } catch {
    const problem: Problem = { kind: 'offline', code: undefined, message: '', requestId: undefined };
    return { kind: 'failed', problem };
  }
}
