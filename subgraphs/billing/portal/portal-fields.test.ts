import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import { portalFields, toPortalSettings } from './portal-fields.ts';

const link = {
  id: '0199e5a0-1b2c-7d3e-8f40-123456789abc',
  invoiceId: '0199e5a0-0000-7000-8000-000000000001',
  expiresAt: new Date('2026-06-01T00:00:00.000Z'),
};

function read(environment: Record<string, string>, isProduction = false) {
  const warnings: string[] = [];
  const log = { warn: (...parts: unknown[]) => void warnings.push(String(parts.at(-1))) };
  try {
    const variables = parseConfiguration(z.object(portalFields), environment);
    return { settings: toPortalSettings(variables, { isProduction, log }), warnings, problems: [] };
  } catch (error) {
    if (error instanceof ConfigurationError) return { warnings, problems: error.problems };
    throw error;
  }
}

test('production needs a key and an address over https, and is told of both at once', () => {
  const [missing, address, ...others] = read({}, true).problems;
  assert.match(missing ?? '', /^PORTAL_KEY is missing/);
  assert.match(address ?? '', /^PORTAL_URL: must start with https:\/\//);
  assert.deepEqual(others, []);
  const right = { PORTAL_KEY: 'x'.repeat(32), PORTAL_URL: 'https://invoices.example/' };
  assert.equal(read(right, true).settings?.origin, 'https://invoices.example');
});

test('keys that are too short, an address with a path and days out of bounds are refused', () => {
  const given = {
    PORTAL_KEY: `${'x'.repeat(32)},short`,
    PORTAL_URL: 'https://invoices.example/portal',
    PORTAL_LINK_DAYS: '367',
  };
  assert.deepEqual(
    read(given).problems.map((problem) => problem.split(':')[0]),
    ['PORTAL_KEY', 'PORTAL_URL', 'PORTAL_LINK_DAYS'],
  );
});

test('in development a key is made up, of which the log tells', () => {
  const [first, second] = [read({}), read({})];
  assert.match(first.warnings.join(), /without PORTAL_KEY, links of the portal end with this process/);
  assert.notEqual(first.settings?.signer.sign(link), second.settings?.signer.sign(link));
});
