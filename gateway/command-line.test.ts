import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Environment } from '#platform/configuration/environment.ts';
import { readCommandLine } from './command-line.ts';
import { parseGatewayConfiguration } from './configuration.ts';

const files: Readonly<Record<string, string>> = {
  'graph.graphql': 'type Query { a: Int }',
  'settings.env': 'GATEWAY_PORT=5000\nGATEWAY_HOST=0.0.0.0\nMAX_DEPTH="7"\n',
};

function read(parameters: readonly string[], environment: Environment = {}) {
  return readCommandLine(parameters, {
    environment,
    check: parseGatewayConfiguration,
    readText: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`there is no file ${path}`);
      return text;
    },
  });
}

test('options stand for variables, before the environment, and that before a file of variables', async () => {
  const parameters = ['--supergraph', 'graph.graphql', '-p', '4321', '--environment', 'settings.env'];
  assert.deepEqual(await read(parameters, { GATEWAY_PORT: '1', GATEWAY_HOST: '::1' }), {
    kind: 'start',
    environment: {
      SUPERGRAPH_FILE: 'graph.graphql',
      GATEWAY_PORT: '4321',
      GATEWAY_HOST: '::1',
      MAX_DEPTH: '7',
    },
  });
});

test('an empty variable counts as absent: that of the file counts', async () => {
  const started = await read(['--environment', 'settings.env'], { GATEWAY_PORT: '' });
  assert.ok(started.kind === 'start');
  assert.equal(started.environment['GATEWAY_PORT'], '5000');
});

test('without options the environment goes on as it is, for the log to tell what is wrong', async () => {
  const environment = { GATEWAY_PORT: 'x' };
  assert.deepEqual(await read([], environment), { kind: 'start', environment });
});

test('all that is wrong with options, files and variables is told at once, by the name that was given', async () => {
  const parameters = ['--supergraph', 'none.graphql', '--port=x', '--colour', 'red', '-p', '1'];
  const refused = await read([...parameters, '--environment', 'none.env', '--host'], { MAX_COST: '0' });
  assert.deepEqual(refused, {
    kind: 'refused',
    text: `facturation-gateway cannot start:
  - --colour: there is no such option
  - red: is not an option
  - -p: is given twice
  - --host: needs a value
  - --environment: there is no file none.env
  - --supergraph: there is no file none.graphql
  - --port: must be a port number from 0 to 65535
  - MAX_COST: must be a whole number from 1 to 1000000000000

facturation-gateway --help names its options.
`,
  });
});

test('an option is no value of the one before it', async () => {
  const refused = await read(['--supergraph', '--port', '1']);
  assert.ok(refused.kind === 'refused');
  assert.match(refused.text, /^ {2}- --supergraph: needs a value$/m);
});

test('half a provider is refused', async () => {
  const refused = await read(['--supergraph', 'graph.graphql', '--issuer', 'https://id.example']);
  assert.ok(refused.kind === 'refused');
  assert.match(refused.text, /^ {2}- OIDC_AUDIENCE is missing$/m);
});

test('help names every option with its variable, whatever else is asked', async () => {
  const help = await read(['--port', 'x', '-h']);
  assert.ok(help.kind === 'help');
  assert.match(help.text, /^ {2}-s, --supergraph FILE +.*\(SUPERGRAPH_FILE\)$/m);
  assert.match(help.text, /^ {6}--audience NAMES +.*\(OIDC_AUDIENCE\)$/m);
});
