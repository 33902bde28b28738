import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProblemTranslator } from '../messages/translate-problem.ts';
import { type Problem, translateProblem } from './problem.ts';

const translator = createProblemTranslator({
  locale: 'fr-FR',
  sentences: [['Only {role} may approve.', 'Seul le rôle {role} peut approuver.']],
  words: {},
  codes: {} as never,
  failures: { FORBIDDEN: 'Votre rôle ne permet pas cela.' },
});
const problem: Problem = {
  kind: 'failed',
  code: 'FORBIDDEN',
  message: 'Only ADMIN may approve.',
  requestId: undefined,
};

test('a problem that is translated again keeps its sentence', () => {
  const once = translateProblem(problem, translator);
  assert.equal(once.message, 'Seul le rôle ADMIN peut approuver.');
  assert.deepEqual(translateProblem(once, translator), once);
});

test('a problem stays as the API says it if the sentences did not come', () => {
  assert.equal(translateProblem(problem, undefined), problem);
});
