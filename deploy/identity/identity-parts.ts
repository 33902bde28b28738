import type { Provider } from 'oidc-provider';
import type { AccountMails } from './account-mails.ts';
import type { Accounts } from './accounts.ts';
import type { KnownDevices } from './devices/known-devices.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';
import type { OtpEnrolments } from './otp/otp-enrolments.ts';
import type { ProviderKeys } from './provider-keys.ts';
import type { ProviderState } from './provider-state.ts';
import type { Realm } from './realm.ts';
import type { ServiceClients } from './service-clients.ts';
import type { SessionEnder } from './session-ender.ts';
import type { SignInSteps } from './sign-in-steps.ts';

/** The parts of a provider that its pages share. */
export interface IdentityParts {
  readonly issuer: string;
  readonly provider: Provider;
  readonly realm: Realm;
  readonly accounts: Accounts;
  /** The clients that the administration has made; `realm` has them as well. */
  readonly serviceClients: ServiceClients;
  readonly keys: ProviderKeys;
  readonly state: ProviderState;
  readonly steps: SignInSteps;
  readonly tokens: OneTimeTokens;
  readonly mails: AccountMails;
  readonly devices: KnownDevices;
  readonly enrolments: OtpEnrolments;
  readonly ender: SessionEnder;
  /** Path of the sign-in page, to which the interaction's id is added. */
  readonly signInPath: string;
}
