import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portVariables } from '../system/services.ts';
import { parseLauncherConfiguration } from './configuration.ts';

test('has the ports of the manifest', () => {
  const { ports, issuer, dataFolder } = parseLauncherConfiguration({}, '/project');
  assert.deepEqual(
    ports,
    Object.fromEntries(portVariables.map(({ variable, default: port }) => [variable, port])),
  );
  assert.equal(issuer, 'http://localhost:8080/realms/facturation');
  assert.equal(dataFolder, '/project/.data');
});

test('simulates invoices unless told otherwise', () => {
  assert.equal(parseLauncherConfiguration({}, '/').hasSimulator, true);
  assert.equal(parseLauncherConfiguration({ SIMULATOR: 'off' }, '/').hasSimulator, false);
  assert.throws(() => parseLauncherConfiguration({ SIMULATOR: 'no' }, '/'), {
    problems: ['SIMULATOR: must be on or off'],
  });
});

test('an issuer of the user is the issuer', () => {
  const given = parseLauncherConfiguration({ OIDC_ISSUER: 'https://id.example/realms/a' }, '/project');
  assert.equal(given.givenIssuer, 'https://id.example/realms/a');
  assert.equal(given.issuer, 'https://id.example/realms/a');
});

test('the issuer follows the port of the provider', () => {
  assert.equal(
    parseLauncherConfiguration({ OIDC_PORT: '9000' }, '/').issuer,
    'http://localhost:9000/realms/facturation',
  );
});

test('refuses a port that is used twice or left open', () => {
  assert.throws(() => parseLauncherConfiguration({ GATEWAY_PORT: '4001', OIDC_PORT: '0' }, '/'), {
    problems: [
      'OIDC_PORT: must be a port from 1 to 65535',
      'GATEWAY_PORT: 4001 is the port of CUSTOMER_PORT already',
    ],
  });
});
