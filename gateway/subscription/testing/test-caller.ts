import { CodedError } from '#platform/errors/coded-error.ts';
import type { Caller } from '../../operation/caller.ts';
import type { CallerEndCode, LiveCaller } from '../../operation/live-caller.ts';

export interface TestCallerOptions {
  readonly subject?: string;
  readonly roles?: readonly string[];
  readonly token?: string;
  /** From now. */
  readonly expiresInMs?: number;
}

/** A caller whose credentials a test changes. */
export interface TestCaller extends LiveCaller {
  /** Puts other credentials in place; what is not named is as in the beginning. */
  renew(options: TestCallerOptions): void;
  end(code: CallerEndCode): void;
}

/** Creates a caller that is signed in for an hour, unless the options say otherwise. */
export function createTestCaller(options: TestCallerOptions = {}): TestCaller {
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  let caller = toCaller(options);
  return {
    get now() {
      return caller;
    },
    ended: ended.signal,
    onRenewed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    renew(next) {
      caller = toCaller({ ...options, ...next });
      for (const listener of listeners) listener();
    },
    end: (code) => ended.abort(new CodedError(code, 'It is over.')),
  };
}

function toCaller({
  subject = 'somebody',
  roles = [],
  token = `token of ${subject}`,
  expiresInMs = 3_600_000,
}: TestCallerOptions): Caller {
  return {
    token,
    principal: {
      subject,
      issuer: 'https://issuer.example',
      roles: new Set(roles),
      scopes: new Set(),
      username: undefined,
      clientId: undefined,
      sessionId: undefined,
      expiresAt: (Date.now() + expiresInMs) / 1_000,
    },
  };
}
