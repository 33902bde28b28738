import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from './free-port.ts';
import type { BrokerSettings } from './kafka-server.ts';

/** A further listener of a broker, on 127.0.0.1, that asks for TLS and a password. */
export interface SecureListener {
  /** `host:port`. */
  readonly broker: string;
  /** A PEM file with the certificate that clients must trust. */
  readonly caFile: string;
  readonly username: string;
  readonly password: string;
  readonly changeSettings: (settings: BrokerSettings) => BrokerSettings;
}

const run = promisify(execFile);
const username = 'facturation';
const password = 'a-test-password';

/** Makes a certificate with Java's keytool in a folder, and what a broker needs to listen with it (SASL PLAIN over TLS). */
export async function createSecureListener(folder: string): Promise<SecureListener> {
  const port = await findFreePort();
  const store = join(folder, 'broker.p12');
  const caFile = join(folder, 'broker.pem');
  const access = ['-keystore', store, '-storepass', password, '-alias', 'broker'];
  const subject = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-keyalg', 'EC', '-validity', '2'];
  await run('keytool', ['-genkeypair', ...access, '-storetype', 'PKCS12', ...subject], { timeout: 30_000 });
  await run('keytool', ['-exportcert', '-rfc', ...access, '-file', caFile], { timeout: 30_000 });
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  return {
    broker: `127.0.0.1:${port}`,
    caFile,
    username,
    password,
    changeSettings: (settings) => ({
      ...settings,
      listeners: `${settings['listeners']},SECURE://127.0.0.1:${port}`,
      'advertised.listeners': `${settings['advertised.listeners']},SECURE://127.0.0.1:${port}`,
      'listener.security.protocol.map': `${settings['listener.security.protocol.map']},SECURE:SASL_SSL`,
      'listener.name.secure.ssl.keystore.type': 'PKCS12',
      'listener.name.secure.ssl.keystore.location': store,
      'listener.name.secure.ssl.keystore.password': password,
      'listener.name.secure.ssl.key.password': password,
      'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.secure.plain.sasl.jaas.config': `${login} user_${username}="${password}";`,
    }),
  };
}
