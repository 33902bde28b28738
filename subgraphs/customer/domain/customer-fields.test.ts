import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InputProblems } from '#kernel/input-problems.ts';
import { customerBounds } from './bounds.ts';
import { type CustomerFieldsInput, parseCustomerFields } from './customer-fields.ts';

function read(input: CustomerFieldsInput) {
  const problems = new InputProblems();
  const fields = parseCustomerFields(input, problems);
  return { fields, errors: problems.errors.map(({ field, code }) => `${field.join('.')} ${code}`) };
}

test('absent fields stay undefined, null and blank ones become null', () => {
  const { fields, errors } = read({ contactName: null, email: ' ', phone: null, address: null });
  assert.deepEqual(errors, []);
  assert.equal(fields.displayName, undefined);
  assert.equal(fields.taxNumber, undefined);
  assert.deepEqual(
    [fields.contactName, fields.email, fields.phone, fields.addressLine1],
    [null, null, null, null],
  );
});

test('a name cannot be emptied', () => {
  for (const displayName of [null, '', ' '])
    assert.deepEqual(read({ displayName }).errors, ['displayName REQUIRED']);
});

test('a language may be emptied, and the choice of courtesy mails may not', () => {
  const { fields, errors } = read({ language: null, courtesyMails: null });
  assert.equal(fields.language, null);
  assert.deepEqual(errors, ['courtesyMails REQUIRED']);
  assert.equal(read({ courtesyMails: false }).fields.courtesyMails, false);
});

test('lengths count code points', () => {
  assert.deepEqual(read({ displayName: '👍'.repeat(200) }).errors, []);
  assert.deepEqual(read({ displayName: '👍'.repeat(201) }).errors, ['displayName TOO_LONG']);
});

test('each text has a maximum length', () => {
  const wholes: Readonly<Record<string, object>> = {
    address: { line1: 'a', city: 'b', countryCode: 'FR' },
    electronicAddress: { scheme: '0088', id: 'a' },
  };
  for (const [name, bound] of Object.entries(customerBounds)) {
    const [field = '', part] = name.split('.');
    const errorsOf = (text: string) =>
      read({ [field]: part === undefined ? text : { ...wholes[field], [part]: text } }).errors;
    assert.ok(!errorsOf('a'.repeat(bound)).includes(`${name} TOO_LONG`), name);
    assert.deepEqual(errorsOf('a'.repeat(bound + 1)), [`${name} TOO_LONG`]);
  }
});

test('an e-mail address must have the form of one', () => {
  for (const email of ['a@b.fr', "o'brien+tag@sub.example.co", 'x_y.z@xn--bcher-kva.example']) {
    assert.equal(read({ email }).fields.email, email);
  }
  const wrong = [
    'a',
    '@b.fr',
    'a@b',
    'a@@b.fr',
    '.a@b.fr',
    'a..b@c.fr',
    'a b@c.fr',
    'a@-b.fr',
    'a@b.fr.',
    'Bob <a@b.fr>',
  ];
  for (const email of [...wrong, `${'x'.repeat(65)}@b.fr`, `a@${'x'.repeat(64)}.fr`]) {
    assert.deepEqual(read({ email }).errors, ['email INVALID'], email);
  }
  assert.deepEqual(read({ email: `a@${'b.'.repeat(130)}fr` }).errors, ['email TOO_LONG']);
});

test('a telephone number is stored in E.164 form', () => {
  for (const phone of ['+33142685300', '+33 1 42 68 53 00', '+33 (1) 42.68.53-00']) {
    assert.equal(read({ phone }).fields.phone, '+33142685300');
  }
  for (const phone of [
    '0142685300',
    '+0142685300',
    '0033142685300',
    '+1',
    '+1234567890123456',
    '+33 1 42 x',
    '+٣٣١٤٢',
  ]) {
    assert.deepEqual(read({ phone }).errors, ['phone INVALID'], phone);
  }
});

test('an address is complete, or all its problems are reported', () => {
  const whole = { line1: ' 1 rue ', line2: '', postalCode: null, city: 'Paris', countryCode: 'FR' };
  assert.deepEqual(read({ address: whole }).fields, {
    ...read({}).fields,
    addressLine1: '1 rue',
    addressLine2: null,
    addressPostalCode: null,
    addressCity: 'Paris',
    addressCountryCode: 'FR',
  });
  for (const countryCode of ['fr', 'FRA', 'XX', 'EU', 'UK']) {
    assert.deepEqual(read({ address: { ...whole, city: '', countryCode } }).errors, [
      'address.city REQUIRED',
      'address.countryCode INVALID',
    ]);
  }
});

test('parsing is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      const { fields } = read({ contactName: text });
      const { contactName } = fields;
      if (contactName !== undefined) assert.deepEqual(read({ contactName }), { fields, errors: [] });
    }),
  );
});
