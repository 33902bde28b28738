import type { Account, SecondFactor } from './accounts.ts';
import { forgetOtherDevices } from './devices/note-sign-in.ts';
import { type Exchange, toAsker } from './exchange.ts';
import { sayAll } from './page-problem.ts';
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

/** The path of the first page of each step, below the interaction's path. */
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
        : { status: 401, page: renderOtpOf(exchange, state, [exchange.view.texts.problems.invalidOtp]) },
  },
  [recoverySuffix]: {
    step: 'SECOND_FACTOR',
    render: (exchange, state) => renderRecoveryOf(exchange, state, []),
    take: (exchange, state) =>
      takeCode(exchange, state, 'recoveryCode')
        ? 'done'
        : {
            status: 401,
            page: renderRecoveryOf(exchange, state, [exchange.view.texts.problems.invalidRecoveryCode]),
          },
  },
  [stepPaths.VERIFY_EMAIL]: {
    step: 'VERIFY_EMAIL',
    enter({ mails, steps, view, request }, { account, attempt }) {
      if (steps.find(attempt.uid)?.isMailSent) return;
      steps.note(attempt.uid, { isMailSent: true });
      mails.sendVerification(account, view.texts, toAsker(request));
    },
    render: ({ view }, { account }) => renderVerifyEmail(view, account.email ?? '', []),
    take({ view, mails, request }, { account, form }) {
      if (form.get('action') === 'send') {
        mails.sendVerification(account, view.texts, toAsker(request));
        return { page: renderVerifyEmail(view, account.email ?? '', []) };
      }
      // Whoever has opened the link is no longer at this step.
      const problems = [view.texts.problems.notVerified];
      return { status: 422, page: renderVerifyEmail(view, account.email ?? '', problems) };
    },
  },
  [stepPaths.UPDATE_PASSWORD]: {
    step: 'UPDATE_PASSWORD',
    render: ({ view }, { account }) => renderNewPassword(view, [], account.username),
    async take(exchange, { account, form }) {
      const { realm, view, accounts, mails } = exchange;
      const given = parseNewPassword(form);
      const problems = await findNewPasswordProblems(realm, account, given);
      if (problems.length > 0) {
        return { status: 422, page: renderNewPassword(view, sayAll(view.texts, problems), account.username) };
      }
      await accounts.setPassword(account.id, given.password);
      forgetOtherDevices(exchange, account);
      mails.sendNotice(account, 'PASSWORD_SET', view.texts);
      return 'done';
    },
  },
  [stepPaths.CONFIGURE_TOTP]: {
    step: 'CONFIGURE_TOTP',
    render: ({ view, enrolments }, { account }) => renderConfigureOtp(view, enrolments.begin(account), []),
    take({ view, enrolments, steps }, { account, attempt, form }) {
      const codes = enrolments.confirm(account, form.get('totp') ?? '');
      if (codes === undefined) {
        const problems = [view.texts.problems.invalidOtp];
        return { status: 422, page: renderConfigureOtp(view, enrolments.begin(account), problems) };
      }
      steps.note(attempt.uid, { hasSecondFactor: true });
      return { page: renderNewRecoveryCodes(view, codes, `${attempt.path}/continue`) };
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
  { view }: Exchange,
  { account, attempt }: StepState,
  problems: readonly string[],
): string {
  const hasCodes = (account.recoveryCodes?.hashes.length ?? 0) > 0;
  return renderOtp(view, problems, hasCodes ? `${attempt.path}${recoverySuffix}` : undefined);
}

function renderRecoveryOf({ view }: Exchange, { attempt }: StepState, problems: readonly string[]): string {
  return renderRecoveryCode(view, problems, `${attempt.path}${stepPaths.SECOND_FACTOR}`);
}
