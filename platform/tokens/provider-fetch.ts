import { TokenError } from './token-error.ts';

export interface ProviderFetchOptions {
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Discovery and key documents have a few kilobytes; a longer answer is not one of them. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * Gets a JSON document from an identity provider: bounded in time and size, redirects not followed.
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE, with the reason as its cause.
 */
export async function fetchProviderJson(url: string, options: ProviderFetchOptions): Promise<unknown> {
  return reach(async () => {
    const response = await fetch(url, toRequest(options));
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`GET ${url} answered ${response.status} in place of 200.`);
    }
    return JSON.parse(await readBounded(response, url));
  });
}

/**
 * Posts a form to an identity provider and gives the status of the answer, its body unread.
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE, an answer of 429 or 5xx included.
 */
export async function postProviderForm(
  url: string,
  form: Readonly<Record<string, string>>,
  options: ProviderFetchOptions,
): Promise<number> {
  return reach(async () => {
    const body = new URLSearchParams(form);
    const response = await fetch(url, { ...toRequest(options), method: 'POST', body });
    await response.body?.cancel();
    if (response.status === 429 || response.status >= 500) {
      throw new Error(`POST ${url} answered ${response.status}.`);
    }
    return response.status;
  });
}

/**
 * Posts a form to an identity provider and gives the status of the answer with its JSON.
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE, an answer of 429 or 5xx, and one that is not JSON, included.
 */
export async function askProvider(
  url: string,
  {
    form,
    authorization,
  }: { readonly form: Readonly<Record<string, string>>; readonly authorization: string },
  options: ProviderFetchOptions,
): Promise<{ readonly status: number; readonly body: unknown }> {
  return reach(async () => {
    const { headers, ...request } = toRequest(options);
    const body = new URLSearchParams(form);
    const response = await fetch(url, {
      ...request,
      method: 'POST',
      headers: { ...headers, authorization },
      body,
    });
    const text = await readBounded(response, url);
    if (response.status === 429 || response.status >= 500) {
      throw new Error(`POST ${url} answered ${response.status}.`);
    }
    return { status: response.status, body: JSON.parse(text) };
  });
}

function toRequest({ signal, timeoutMs }: ProviderFetchOptions) {
  return {
    headers: { accept: 'application/json' },
    redirect: 'error' as const,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  };
}

async function reach<Answer>(exchange: () => Promise<Answer>): Promise<Answer> {
  try {
    return await exchange();
  } catch (cause) {
    throw new TokenError('PROVIDER_UNREACHABLE', 'The identity provider cannot be reached at present.', {
      cause,
    });
  }
}

async function readBounded(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bodyBytes = 0;
  for await (const chunk of response.body ?? []) {
    bodyBytes += chunk.byteLength;
    if (bodyBytes > MAX_BODY_BYTES) throw new Error(`${url} answered more than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
