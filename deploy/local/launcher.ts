import { join } from 'node:path';
import { Command } from 'commander';
import { createLog } from '#platform/log/log.ts';
import { runProcess } from '#platform/process/run-process.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { developmentPassword } from '../system/development-secrets.ts';
import { parseLauncherConfiguration } from './configuration.ts';
import { toLogLine } from './log-line.ts';
import { toPortLines } from './port-lines.ts';
import { createProgress } from './progress.ts';
import { startSystem } from './system.ts';

/**
 * Runs the whole system on this machine until it is told to end.
 *
 * @param root the project's folder
 */
export async function launch(root: string): Promise<void> {
  const { demo, simulator, reset, verbose, tls } = parseOptions();
  // A full disk or a terminal that is gone takes messages with it, not the system.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const print = (line: string) => void process.stderr.write(`${line}\n`);
  const log = createLog({
    name: 'launcher',
    level: 'warn',
    destination: { write: (line) => print(toLogLine('launcher', line).text) },
  });

  await runProcess(
    log,
    async (owner) => {
      // Owned first, so that it is closed last.
      owner.own('last word', () => print('Stopped.'));
      owner.signal.addEventListener('abort', () => process.exitCode ?? print('Stopping ...'), { once: true });
      const progress = createProgress(print);
      const given = parseLauncherConfiguration(process.env, root, tls);
      const configuration = {
        ...given,
        hasSimulator: given.hasSimulator && simulator,
        demoManifest: demo ? given.demoManifest : undefined,
      };
      // The code that loads the demo is imported while the system starts, and only if the demo is wanted.
      const [system, filling] = await Promise.all([
        startSystem(configuration, {
          root,
          environment: process.env,
          owner,
          isVerbose: verbose,
          isReset: reset,
          print,
          progress,
        }),
        demo ? import('./fill-with-demo.ts') : undefined,
      ]);
      if (filling !== undefined) {
        progress.say('loading the demo, unless there are invoices');
        await filling.fillWithDemo(configuration, {
          gatewayUrl: system.gatewayUrl,
          signal: owner.signal,
          print,
        });
      }
      if (configuration.hasSimulator)
        print('The simulator sends invoices to the event log; to leave it out: npm start -- --no-simulator');
      if (!system.hasPlayground)
        print('GraphiQL is not built, so its page is missing: npm run playground:build');
      if (configuration.givenIssuer === undefined && !process.env.FACTURATION_SMTP_HOST)
        print(
          `Mails of the identity provider are written to ${join(configuration.dataFolder, 'mail', 'accounts')}`,
        );
      if (!process.env['SMTP_URL'])
        print(`Mails to customers are written to ${join(configuration.dataFolder, 'mail')}`);
      if (!system.hasPage) print('The page is not built: npm run dashboard:build');
      const { origin } = new URL(system.gatewayUrl);
      const address = `${origin}/`;
      if (system.authorityFile !== undefined)
        print(`Browsers and clients must trust the authority ${system.authorityFile}`);
      const page = [
        system.hasPage ? `page ${address}, ` : '',
        system.hasPlayground ? `GraphiQL ${address}playground/, ` : '',
      ].join('');
      const signIn =
        configuration.givenIssuer === undefined ? `sign in as admin with ${developmentPassword}, ` : '';
      const seconds = (performance.now() / 1_000).toFixed(1);
      console.log(
        `Ready after ${seconds} s: ${page}GraphQL ${system.gatewayUrl}, provider ${configuration.issuer}, ${signIn}Ctrl-C stops.`,
      );
    },
    closeDeadlines.launcherMs,
  );
}

function parseOptions() {
  return new Command()
    .name('npm start --')
    .description(
      'Starts the whole system on this machine: database, identity provider, subgraphs and gateway.',
    )
    .option('--no-demo', 'leave an empty system empty')
    .option('--no-simulator', 'simulate no invoices')
    .option('--reset', 'delete all that earlier runs kept in the data folder, then start', false)
    .option('--tls', 'speak TLS everywhere, with certificates that are made in DATA_DIR/tls', false)
    .option('--verbose', 'show all that the processes log, not only warnings', false)
    .addHelpText(
      'after',
      `
Variables:
${toPortLines()}
  DATA_DIR       where everything is kept (.data)
  DATABASE_URL   a PostgreSQL server of your own, with a role that may create roles
  OIDC_ISSUER    an OpenID Connect provider of your own, such as a Keycloak realm
  SIMULATOR      on or off (on); SIMULATOR_RATE, how many invoices a second (1)
  KAFKA_BROKERS  host:port, for the event log in a Kafka of your own
  SELLER_TIME_ZONE  the zone whose clocks decide what day it is (UTC), for example Europe/Paris
  EARLIEST_ISSUE_DATE (1900-01-01), ISSUE_DAYS_AHEAD (0)  which days an invoice may have
  SELLER_FILE    a JSON file with the data of the seller (an example): docs/seller.md
  INVOICE_NUMBER_FORMAT, CREDIT_NOTE_NUMBER_FORMAT  the forms of numbers
  SELLER_LANGUAGE (EN)  the language of documents for customers who have none: EN or FR
  SMTP_URL (none), MAIL_FROM  the mail server and the sender; without a server, mails are written to DATA_DIR/mail
  MAIL_ON_ISSUE (PEOPLE), MAIL_ON_PAYMENT (PEOPLE)  for whose issues and payments customers get a mail: PEOPLE, ALL, NONE
  REMINDER_PLAN (-3,0,7,14,30), REMINDER_FEES (none)  the days of reminders, counted from the due date, and their fees
  APPROVAL_LIMITS (none), APPROVERS (BILLING_MANAGER)  amounts such as EUR:1000 above which a second person approves
  LOG_LEVEL      of all processes (info); their logs are in DATA_DIR/logs`,
    )
    .parse()
    .opts<Record<'demo' | 'simulator' | 'reset' | 'verbose' | 'tls', boolean>>();
}
