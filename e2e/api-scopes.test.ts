import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { testScopes } from '#platform/testing/test-issuer.ts';
import { apiScopes, isApiScope, peopleScopes } from '#schema/api-scopes.ts';

test('an API client may have every scope but that of people', () => {
  assert.deepEqual(
    peopleScopes.filter((scope) => !isApiScope(scope)),
    ['workspace'],
  );
});

test('tokens of tests, containers and documents name the scopes of people', async () => {
  assert.deepEqual(testScopes, peopleScopes);
  for (const file of ['docker-compose.yml', 'docs/identity-providers.md']) {
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    assert.ok(text.includes(peopleScopes.join(',')), file);
  }
});

test('the guide and the schema name each scope of API clients', async () => {
  for (const file of ['docs/api-clients.md', 'schema/people.graphql']) {
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    for (const scope of apiScopes) assert.ok(text.includes(`\`${scope}\``), `${file}: ${scope}`);
  }
});
