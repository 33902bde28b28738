import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import { configurationSchema, toNumberFormats } from './configuration.ts';

const needed = {
  DATABASE_URL: 'postgres://billing:secret@localhost/facturation',
  OIDC_ISSUER: 'https://id.example',
  OIDC_AUDIENCE: 'api',
  FACTURATION_BILLING_SECRET: 'a-test-password',
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfiguration(configurationSchema, { ...needed, ...environment });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

test('the forms of numbers are read from their variables', () => {
  const given = { ...needed, INVOICE_NUMBER_FORMAT: 'F{year}/{sequence:4}' };
  assert.deepEqual(toNumberFormats(parseConfiguration(configurationSchema, given)), {
    INVOICE: { prefix: 'F', separator: '/', minDigits: 4 },
    CREDIT_NOTE: { prefix: 'CN-', separator: '-', minDigits: 6 },
  });
});

test('a wrong form of numbers is told with what would be right', () => {
  const [problem, ...others] = problemsOf({ INVOICE_NUMBER_FORMAT: '{sequence:6}' });
  assert.deepEqual(others, []);
  assert.match(
    problem ?? '',
    /^INVOICE_NUMBER_FORMAT: must be a prefix .* for example F-\{year\}-\{sequence:6\}$/,
  );
});

test('invoices and credit notes have prefixes of their own', () => {
  assert.deepEqual(problemsOf({ INVOICE_NUMBER_FORMAT: 'cn-{year}/{sequence:4}' }), [
    'environment: INVOICE_NUMBER_FORMAT and CREDIT_NOTE_NUMBER_FORMAT must have different prefixes',
  ]);
});
