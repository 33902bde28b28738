import type { InputProblems } from '#platform/graphql/input-problems.ts';
import { parseOptionalText, parseRequiredText } from '#platform/graphql/text-input.ts';
import type { UpdateCustomerInput, UserErrorCode } from '../generated/types.ts';
import { type AddressColumns, parseAddress } from './address.ts';
import { parseEmailAddress } from './email-address.ts';
import { parsePhoneNumber } from './phone-number.ts';
import { textBounds } from './text-bounds.ts';

/** What a person may say about a customer, normalised. All else of a customer is decided here. */
export interface CustomerFields extends AddressColumns {
  readonly displayName: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly taxNumber: string | null;
  readonly externalReference: string | null;
}

/** Fields to be set; undefined ones stay as they are. */
export type CustomerChanges = {
  readonly [Field in keyof CustomerFields]?: CustomerFields[Field] | undefined;
};

/** What a new customer needs; what else is absent is empty. */
export type NewCustomerFields = CustomerChanges & Pick<CustomerFields, 'displayName'>;

/** The fields of a customer in an input: absent ones are not to be touched. */
export type CustomerFieldsInput = Omit<UpdateCustomerInput, 'id' | 'expectedVersion'>;

/** Reads the fields that are given and notes all that is wrong with them. */
export function parseCustomerFields(
  input: CustomerFieldsInput,
  problems: InputProblems<UserErrorCode>,
): CustomerChanges {
  const optionalText = (name: 'contactName' | 'taxNumber' | 'externalReference') =>
    ifGiven(input[name], (text) =>
      parseOptionalText(text, { maxLength: textBounds[name] }, problems.at(name)),
    );
  return {
    displayName: ifGiven(input.displayName, (text) =>
      parseRequiredText(text, { maxLength: textBounds.displayName }, problems.at('displayName')),
    ),
    contactName: optionalText('contactName'),
    email: ifGiven(input.email, (text) => parseEmailAddress(text, problems.at('email'))),
    phone: ifGiven(input.phone, (text) => parsePhoneNumber(text, problems.at('phone'))),
    ...ifGiven(input.address, (address) => parseAddress(address, problems.at('address'))),
    taxNumber: optionalText('taxNumber'),
    externalReference: optionalText('externalReference'),
  };
}

/** Whether there is all that a new customer needs. */
export function isComplete(changes: CustomerChanges): changes is NewCustomerFields {
  return changes.displayName !== undefined;
}

function ifGiven<Given, Parsed>(
  given: Given | undefined,
  parse: (given: Given) => Parsed | undefined,
): Parsed | undefined {
  return given === undefined ? undefined : parse(given);
}
