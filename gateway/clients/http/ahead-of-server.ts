import type { AheadOfHooks } from '#platform/http/ahead-of-hooks.ts';
import { parseBearer } from '#platform/tokens/bearer.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { ClientRules } from '../../client-rules/client-rules.ts';
import { apiKeyHeader } from '../../credentials/api-keys/find-api-key.ts';
import { anonymous, type Caller } from '../../operation/caller.ts';
import { nameDocument } from '../../operation/document-id.ts';
import type { AddressGate } from '../common/address-gate.ts';
import { toRefusalAnswer } from '../common/refusal-status.ts';
import type { AnswerDirectly } from './answer-directly.ts';
import { type HttpContextOptions, toHttpContext } from './http-context.ts';

export interface AheadOptions extends HttpContextOptions {
  readonly path: string;
  readonly answerDirectly: AnswerDirectly;
  /** Refuses a request by its client's address, before its credentials and its body are read. */
  readonly admitRequest: AddressGate;
  readonly verifier: Pick<TokenVerifier, 'findVerified'>;
  readonly clientRules: Pick<ClientRules, 'findRefusal'>;
}

/**
 * Answers ordinary requests of programs ahead of the server's hooks: with no origin, no cookie, and no token but one that is known to be good.
 * Whatever else a request is, the hooks look at it, and answer the same.
 */
export function answerDirectlyAhead(options: AheadOptions): AheadOfHooks {
  const { path, answerDirectly, admitRequest, verifier, clientRules } = options;
  return {
    path,
    // Answers to pages of other origins differ from those to programs.
    headers: { vary: 'Origin' },
    accepts: ({ headers: { origin, cookie, [apiKeyHeader]: apiKey } }) =>
      origin === undefined && cookie === undefined && apiKey === undefined,
    answer({ raw, response, id: requestId, clientAddress, body }) {
      const { headers } = raw;
      const refused = admitRequest(raw, clientAddress);
      // The hooks wait for the same verdict.
      if (refused instanceof Promise) return undefined;
      if (refused) return Promise.resolve(toRefusalAnswer(refused, headers.accept));
      const caller = findCaller(headers.authorization, verifier);
      // The hooks refuse for the same rule.
      const isRefused = caller && clientRules.findRefusal({ caller, path, clientAddress, origin: undefined });
      if (isRefused) return undefined;
      const parsed = caller && parseBody(body);
      if (!parsed) return undefined;
      const added = new Map<string, string>();
      const setHeader = (name: string, value: string) => void added.set(name, value);
      const answering = answerDirectly({ method: 'POST', headers, body: nameDocument(parsed) }, () =>
        toHttpContext({ headers, caller, clientAddress, requestId, response, setHeader }, options),
      );
      return answering?.then((answer) => ({ ...answer, headers: [...added, ...answer.headers] }));
    },
  };
}

function findCaller(
  authorization: string | undefined,
  verifier: Pick<TokenVerifier, 'findVerified'>,
): Caller | undefined {
  const bearer = parseBearer(authorization);
  if (bearer.kind === 'absent') return anonymous;
  if (bearer.kind === 'malformed') return undefined;
  const { token } = bearer;
  const principal = verifier.findVerified(token);
  return principal && { principal, token };
}

/** Names that the server's parser refuses as keys, and letters of them that are written as escapes. */
const perhapsRefused = /__proto__|constructor|\\u00[5-7]/i;

/** @returns `undefined` for a body that is no object, or that the server's parser may refuse */
function parseBody(body: Buffer): object | undefined {
  const text = body.toString();
  // Bytes that are not UTF-8 have been replaced, and take another length.
  if (perhapsRefused.test(text) || Buffer.byteLength(text) !== body.length) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
