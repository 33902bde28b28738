import { z } from 'zod';
import type { Account, AccountChange } from '../accounts.ts';
import { requiredActions } from '../one-time-tokens.ts';

/** A person in Keycloak's form (`UserRepresentation`), as far as it is served here. */
export function toUserRepresentation(account: Account) {
  return {
    id: account.id,
    username: account.username,
    email: account.email,
    emailVerified: account.isEmailVerified,
    firstName: account.firstName,
    lastName: account.lastName,
    enabled: account.isEnabled,
    totp: account.otp !== undefined,
    requiredActions: account.requiredActions,
    createdTimestamp: account.createdAtMs,
  };
}

const name = z.string().trim().min(1).max(255);

const userChangeSchema = z.object({
  email: z.email().max(255).toLowerCase().optional(),
  emailVerified: z.boolean().optional(),
  firstName: name.optional(),
  lastName: name.optional(),
  enabled: z.boolean().optional(),
  requiredActions: z.array(z.enum(requiredActions)).optional(),
});

export const newUserSchema = userChangeSchema.extend({
  username: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9._@+-]{3,255}$/, 'must have 3 to 255 letters, digits or . _ @ + -'),
});

export const existingUserSchema = userChangeSchema.extend({ username: z.string().optional() });

/** The change that a representation asks for; what it leaves out stays as it is. */
export function toAccountChange(given: z.output<typeof userChangeSchema>): AccountChange {
  return {
    ...(given.email === undefined ? {} : { email: given.email }),
    ...(given.emailVerified === undefined ? {} : { isEmailVerified: given.emailVerified }),
    ...(given.firstName === undefined ? {} : { firstName: given.firstName }),
    ...(given.lastName === undefined ? {} : { lastName: given.lastName }),
    ...(given.enabled === undefined ? {} : { isEnabled: given.enabled }),
    ...(given.requiredActions === undefined ? {} : { requiredActions: given.requiredActions }),
  };
}
