import { runCommand } from '../event-path/command.ts';
import { runOnce } from './run-once.ts';

const about = {
  what: 'Calls mutations through the gateway while gateway, subgraphs, relay, reader of the audit, log and PostgreSQL are killed, compares the audit with what was done and refused, and verifies the trail before and after bytes of it are changed.',
  file: 'e2e/audit/main.ts',
};

await runCommand(about, async (log, options) => {
  const { isRight, tally, kills, entries, effects, repeats, seconds, trail, findings, logFolder } =
    await runOnce(log, options);
  const killed = Object.entries(kills).map(([name, count]) => `${name} ${count}`);
  const lines = [
    `${tally.answered} mutations on the log of ${log}, seed ${options.seed}, in ${seconds.toFixed(1)} s`,
    `killed: ${killed.join(', ')}`,
    `${entries} entries, ${effects} of them of effects, ${repeats} records recognised as repeats`,
    `${tally.refused} refusals by subgraphs and ${tally.cut} by the gateway were answered, ${tally.failures} attempts were not`,
    `the trail: ${trail.verdict.replaceAll('\n', ' ')}`,
    `${trail.changes} changes of a byte of it and a cut-off end were shown to the command`,
    ...findings.map(({ what, count }) => `${count} ${what}`),
    ...(isRight ? [] : [`What the processes said is in ${logFolder}`]),
  ];
  return { isRight, lines };
});
