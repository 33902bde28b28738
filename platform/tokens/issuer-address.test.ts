import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toReachableUrl } from './issuer-address.ts';

const address = {
  issuer: 'http://localhost:8080/realms/a',
  internalUrl: 'http://keycloak:8080/realms/a',
};

test('goes to the internal address for what is below the issuer, and nowhere else', () => {
  assert.equal(toReachableUrl('http://localhost:8080/realms/a', address), 'http://keycloak:8080/realms/a');
  assert.equal(
    toReachableUrl('http://localhost:8080/realms/a/certs?x=1', address),
    'http://keycloak:8080/realms/a/certs?x=1',
  );
  for (const other of ['http://localhost:8080/realms/ab/certs', 'https://other.example/realms/a']) {
    assert.equal(toReachableUrl(other, address), other);
  }
  assert.equal(toReachableUrl('https://a.example/x', { issuer: 'https://a.example' }), 'https://a.example/x');
});
