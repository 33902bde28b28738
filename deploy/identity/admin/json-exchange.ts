import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Exchange } from '../exchange.ts';
import { readShortBody } from '../form.ts';

/** An answer of the administration. */
export interface JsonAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** The path of what was made. */
  readonly location?: string;
}

export function sendAnswer(response: ServerResponse, { status, body, location }: JsonAnswer): void {
  const headers = {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    ...(location === undefined ? {} : { location }),
  };
  response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
}

/** Reads a JSON body of a form; what is wrong with it is an answer in Keycloak's form. */
export async function readJsonBody<Value>(
  { request }: Exchange,
  schema: z.ZodType<Value>,
): Promise<{ readonly value: Value } | { readonly refusal: JsonAnswer }> {
  const text = await readShortBody(request);
  const parsed = schema.safeParse(parse(text ?? ''));
  if (parsed.success) return { value: parsed.data };
  return { refusal: toRefusal(400, z.prettifyError(parsed.error)) };
}

export function toRefusal(status: number, errorMessage: string): JsonAnswer {
  return { status, body: { errorMessage } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
