import type { Account, SecondFactor } from './accounts.ts';
import type { Exchange } from './exchange.ts';
import { findNewPasswordProblems, parseNewPassword } from './password-change.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import type { SignInStep } from './sign-in-steps.ts';
import {
  renderConfigureOtp,
  renderNewPassword,
  renderNewRecoveryCodes,
  renderOtp,
  renderRecoveryCode,
  renderVerifyEmail,
} from './step-pages.ts';

/** A sign-in at a step, with the person whose password was right. */
interface StepState {
  readonly account: Account;
  readonly attempt: SignInAttempt;
}

/** `done` leads on; otherwise the page is shown. */
export type StepOutcome = 'done' | { readonly page: string; readonly status?: number };

/** The page of one step. */
interface StepPage {
  readonly step: SignInStep;
  /** Called when a sign-in gets to this step. */
  enter?(exchange: Exchange, state: StepState): void;
  render(exchange: Exchange, state: StepState): string;
  take(
    exchange: Exchange,
    state: StepState & { readonly form: URLSearchParams },
  ): StepOutcome | Promise<StepOutcome>;
}

/** Where each step begins, below the interaction's path. */
export const stepPaths = {
  SECOND_FACTOR: '/otp',
  VERIFY_EMAIL: '/verify-email',
  UPDATE_PASSWORD: '/update-password',
  CONFIGURE_TOTP: '/configure-totp',
} as const satisfies Record<SignInStep, string>;
const recoverySuffix = '/recovery-code';

/** The pages of steps by their paths below the interaction's. */
export const stepPages: Readonly<Record<string, StepPage>> = {
  [stepPaths.SECOND_FACTOR]: {
    step: 'SECOND_FACTOR',
    render: (exchange, state) => renderOtpOf(exchange, state, []),
    take: (exchange, state) =>
      takeCode(exchange, state, 'otp')
        ? 'done'
        : { status: 401, page: renderOtpOf(exchange, state, ['Invalid authenticator code.']) },
  },
  [recoverySuffix]: {
    step: 'SECOND_FACTOR',
    render: (exchange, state) => renderRecoveryOf(exchange, state, []),
    take: (exchange, state) =>
      takeCode(exchange, state, 'recoveryCode')
        ? 'done'
        : { status: 401, page: renderRecoveryOf(exchange, state, ['Invalid recovery code.']) },
  },
  [stepPaths.VERIFY_EMAIL]: {
    step: 'VERIFY_EMAIL',
    enter({ mails, steps }, { account, attempt }) {
      if (steps.find(attempt.uid)?.isMailSent) return;
      steps.note(attempt.uid, { isMailSent: true });
      mails.sendVerification(account);
    },
    render: ({ realm }, { account }) => renderVerifyEmail(realm, account.email ?? '', []),
    take({ realm, mails }, { account, form }) {
      if (form.get('action') === 'send') {
        mails.sendVerification(account);
        return { page: renderVerifyEmail(realm, account.email ?? '', []) };
      }
      // Whoever has opened the link is no longer at this step.
      const problems = ['The address is not verified yet: the link was not opened.'];
      return { status: 422, page: renderVerifyEmail(realm, account.email ?? '', problems) };
    },
  },
  [stepPaths.UPDATE_PASSWORD]: {
    step: 'UPDATE_PASSWORD',
    render: ({ realm }, { account }) => renderNewPassword(realm, [], account.username),
    async take({ realm, accounts, mails }, { account, form }) {
      const given = parseNewPassword(form);
      const problems = await findNewPasswordProblems(realm, account, given);
      if (problems.length > 0) {
        return { status: 422, page: renderNewPassword(realm, problems, account.username) };
      }
      await accounts.setPassword(account.id, given.password);
      mails.sendNotice(account, 'A new password was set for you');
      return 'done';
    },
  },
  [stepPaths.CONFIGURE_TOTP]: {
    step: 'CONFIGURE_TOTP',
    render: ({ realm, enrolments }, { account }) => renderConfigureOtp(realm, enrolments.begin(account), []),
    take({ realm, enrolments, steps }, { account, attempt, form }) {
      const codes = enrolments.confirm(account, form.get('totp') ?? '');
      if (codes === undefined) {
        const problems = ['Invalid authenticator code.'];
        return { status: 422, page: renderConfigureOtp(realm, enrolments.begin(account), problems) };
      }
      steps.note(attempt.uid, { hasSecondFactor: true });
      return { page: renderNewRecoveryCodes(realm, codes, `${attempt.path}/continue`) };
    },
  },
};

/** The page on which a step begins. */
export function findStepPage(step: SignInStep): StepPage | undefined {
  return stepPages[stepPaths[step]];
}

function takeCode(
  { accounts, steps }: Exchange,
  { account, attempt, form }: StepState & { readonly form: URLSearchParams },
  kind: SecondFactor,
): boolean {
  const isRight = accounts.takeSecondFactor(account.id, kind, form.get(kind) ?? '');
  if (isRight) steps.note(attempt.uid, { hasSecondFactor: true });
  return isRight;
}

function renderOtpOf(
  { realm }: Exchange,
  { account, attempt }: StepState,
  problems: readonly string[],
): string {
  const hasCodes = (account.recoveryCodes?.hashes.length ?? 0) > 0;
  return renderOtp(realm, problems, hasCodes ? `${attempt.path}${recoverySuffix}` : undefined);
}

function renderRecoveryOf({ realm }: Exchange, { attempt }: StepState, problems: readonly string[]): string {
  return renderRecoveryCode(realm, problems, `${attempt.path}${stepPaths.SECOND_FACTOR}`);
}
